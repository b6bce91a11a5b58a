"""Logging in at an identity provider on another site, in a real browser: which cookies come along shows only there."""

import warnings

import pytest
from pydantic import SecretStr

from vanban.desk.app import create_app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies
    import oidc_provider_mock

pytestmark = pytest.mark.browser


def test_there_and_back_and_out_again(page, walk, house, served):
    clerk = oidc_provider_mock.User(sub="vanthu", claims={"preferred_username": "vanthu"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[clerk]) as provider:
        settings = house.services.settings.model_copy(
            update={
                "oidc_issuer": f"http://localhost:{provider.server_port}",
                "oidc_client_id": "vanban",
                "oidc_client_secret": SecretStr("x"),
                "desk_url": served,
            }
        )
        house.services.settings = settings
        # The same server goes on with the desk that knows the provider.
        house.app.router, house.app.state = (new := create_app(house.services, "another secret")).router, new.state
        page.goto("/login")
        walk.look("login-with-provider")
        page.click("text=Đăng nhập bằng tài khoản cơ quan")
        page.click("button:has-text('vanthu')")
        page.wait_for_selector("header .name")
        assert page.locator("header .name").inner_text().startswith("vanthu")
        page.click("header form[action='/logout'] button")
        page.wait_for_selector("text=Đã đăng xuất khỏi hệ thống này")
        page.click("text=Đăng xuất khỏi cổng đăng nhập")
        page.wait_for_url(lambda url: "/login/oidc" not in url and "/logout" not in url)
