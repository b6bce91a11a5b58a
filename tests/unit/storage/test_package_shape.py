"""METS against its schema and the rules of E-ARK CSIP; EAD and PREMIS against what their schemas ask."""

import dataclasses
import posixpath
from pathlib import Path

import pytest
from lxml import etree

from storage.package import Content, build_package
from storage.package_files import EarlierVersion
from tests.unit.storage.made_packages import CASE, DOCUMENT, case_package, document_package

SCHEMAS = Path(__file__).parents[2] / "schemas"
NS = {
    "mets": "http://www.loc.gov/METS/",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "xlink": "http://www.w3.org/1999/xlink",
    "ead": "http://ead3.archivists.org/schema/",
    "premis": "http://www.loc.gov/premis/v3",
}
PACKAGES = {"document": document_package, "case file": case_package}


@pytest.fixture(params=PACKAGES)
def package(request):
    return PACKAGES[request.param]()


@pytest.fixture
def trees(package):
    return {f.path: etree.fromstring(f.data) for f in package.files if f.path.endswith(".xml")}


@pytest.fixture(scope="module")
def mets_schema():
    return etree.XMLSchema(etree.parse(SCHEMAS / "mets.xsd"))


@pytest.mark.parametrize("path", ["METS.xml", "representations/rep1/METS.xml"])
def test_mets_is_valid(trees, mets_schema, path):
    assert mets_schema.validate(trees[path]), mets_schema.error_log


def test_mets_has_what_csip_asks_of_every_package(trees, package):
    root = trees["METS.xml"]
    identifier = DOCUMENT.id if "aip/" in package.prefix else CASE.id
    assert root.get("OBJID") == f"urn:000.00.00.H26:uuid:{identifier}"  # CSIP1, TT 05/2025
    assert root.get("TYPE") == "AIP"
    assert root.get("PROFILE").endswith("E-ARK-CSIP.xml")  # CSIP6
    expected = {
        "mets:metsHdr/@CREATEDATE": "2026-05-01T09:00:00+07:00",  # CSIP7
        "mets:metsHdr/@csip:OAISPACKAGETYPE": "AIP",  # CSIP9
        "mets:metsHdr/mets:agent[@ROLE='CREATOR']/@OTHERTYPE": "SOFTWARE",  # CSIP11-13
        "mets:metsHdr/mets:agent[@ROLE='CREATOR']/mets:note/@csip:NOTETYPE": "SOFTWARE VERSION",  # CSIP16
        "mets:structMap/@TYPE": "PHYSICAL",  # CSIP81
        "mets:structMap/@LABEL": "CSIP",  # CSIP82
        "mets:structMap/mets:div/mets:div[@LABEL='Metadata']/@DMDID": "dmd-1 dmd-2",  # CSIP92
        "mets:structMap/mets:div/mets:div[@LABEL='Metadata']/@ADMID": "prov-1 prov-2",  # CSIP91
        "mets:structMap/mets:div/mets:div[@LABEL='Representations/rep1']/mets:mptr/@xlink:href": (
            "representations/rep1/METS.xml"  # CSIP107-112
        ),
    }
    assert {path: root.xpath(path, namespaces=NS) for path in expected} == {k: [v] for k, v in expected.items()}


def test_every_reference_has_all_that_csip_asks_and_is_relative(trees, package):
    seen = []
    for mets in ("METS.xml", "representations/rep1/METS.xml"):
        for element in trees[mets].xpath("//mets:mdRef | //mets:file", namespaces=NS):
            for name in ("MIMETYPE", "SIZE", "CREATED", "CHECKSUM"):  # CSIP26-30, 40-44, 68-72
                assert element.get(name)
            assert element.get("CHECKSUMTYPE") == "SHA-256"
            [href] = element.xpath("@xlink:href | mets:FLocat/@xlink:href", namespaces=NS)
            assert ":" not in href
            assert not href.startswith("/")
            seen.append(posixpath.normpath(posixpath.join(posixpath.dirname(package.prefix + mets), href)))
    assert len(seen) == len(set(seen))
    elsewhere = {one for one in seen if one not in package.objects}
    assert elsewhere == ({document_package().prefix + "inventory.json"} if "aip-case" in package.prefix else set())
    assert set(package.objects) - set(seen) == {package.prefix + "METS.xml", package.prefix + "inventory.json"}


def test_identifiers_are_unique_in_the_package(trees):
    ids = [value for tree in trees.values() for value in tree.xpath("//@ID")]
    assert len(ids) == len(set(ids)) > 5


def test_ead_has_the_fields_of_the_circular(trees):
    root = trees["metadata/descriptive/EAD.xml"]
    children = [etree.QName(child).localname for child in root.find("ead:control", NS)]
    assert children == [
        "recordid",
        "filedesc",
        "maintenancestatus",
        "maintenanceagency",
        "maintenancehistory",
    ]
    fields = {one.get("localtype"): "".join(one.itertext()).strip() for one in root.xpath("//*[@localtype]")}
    assert fields["docId"] == DOCUMENT.id
    assert fields["subject"] == "Về việc <thử> & \ufffd lạ", "what XML cannot hold is marked"
    assert fields["issuedDate"] == "2026-04-30"
    if root.find("ead:archdesc", NS).get("level") == "file":
        assert fields["arcFileCode"] == "000.00.00.H26.2026.01.TCCB"
        assert (fields["maintenance"], fields["totalDoc"], fields["docOrdinal"]) == ("10 năm", "1", "1")


def test_premis_has_objects_events_and_agents_in_order(trees):
    root = trees["metadata/preservation/PREMIS.xml"]
    kinds = [etree.QName(child).localname for child in root]
    assert kinds == sorted(kinds, key=["object", "event", "agent"].index)
    events = [one.text for one in root.xpath("premis:event/premis:eventType", namespaces=NS)]
    assert events[:2] == ["ingestion", "fixity check"]
    linked = set(root.xpath("//premis:linkingAgentIdentifierValue/text()", namespaces=NS))
    assert linked <= set(root.xpath("//premis:agentIdentifierValue/text()", namespaces=NS))
    linked = set(root.xpath("//premis:linkingObjectIdentifierValue/text()", namespaces=NS))
    assert linked <= set(root.xpath("//premis:objectIdentifierValue/text()", namespaces=NS))
    assert root.xpath("//premis:event/premis:eventDateTime/text()", namespaces=NS)[0].endswith("+07:00")


def test_the_same_values_give_the_same_bytes_and_a_version_names_those_before():
    earlier = [EarlierVersion(1, "b" * 64)]
    assert case_package(version=2, earlier=earlier) == case_package(version=2, earlier=earlier)
    assert case_package(version=2, earlier=earlier).manifest_sha256 != case_package().manifest_sha256
    other = dataclasses.replace(DOCUMENT, entry=dataclasses.replace(DOCUMENT.entry, organ_id=""))
    package = build_package(other, [Content("original", b"a", "application/pdf")], [])
    mets = next(f.data for f in package.files if f.path == "METS.xml")
    assert etree.fromstring(mets).get("OBJID") == f"urn:uuid:{DOCUMENT.id}"
