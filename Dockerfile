# One image for every process of vanban and for Airflow: they share the code and the locked packages.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      tesseract-ocr tesseract-ocr-vie softhsm2 fonts-liberation2 poppler-utils openssl \
      libreoffice-writer-nogui libreoffice-calc-nogui \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/vanban --create-home vanban

WORKDIR /opt/vanban
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
# docker compose build --build-arg OCR_ENGINE=tesserocr: scans cost less (docs/operations.md).
ARG OCR_ENGINE=pytesseract
RUN if [ "$OCR_ENGINE" = tesserocr ]; then \
      apt-get update && apt-get install --yes --no-install-recommends python3-tesserocr && rm -rf /var/lib/apt/lists/* \
      && ln -s /usr/lib/python3/dist-packages/tesserocr.cpython-311-*.so "$(python -c 'import site; print(*site.getsitepackages())')" \
      && python -c 'import tesserocr'; \
    fi
COPY pyproject.toml requirements.in README.md ./
COPY processors processors
COPY signing signing
COPY storage storage
COPY vanban vanban
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
COPY dags dags

ENV VANBAN_HOME=/var/lib/vanban \
    VANBAN_OCR_ENGINE=$OCR_ENGINE \
    VANBAN_DAGS=/opt/vanban/dags \
    VANBAN_SECRETS_DIR=/run/secrets \
    AIRFLOW_HOME=/var/lib/vanban/airflow \
    LC_ALL=C.UTF-8 \
    PYTHONUNBUFFERED=1
USER vanban
VOLUME /var/lib/vanban
