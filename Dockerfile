# The production image: the application, its pinned requirements and the collected static files. No embedded
# services, no demo, no tests, no tools: .dockerignore lets only the application in. Paths are relative to WORKDIR, so
# that tests/test_setup_image.py can run these very steps in a clean folder.

FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

# The Python that the tests run on.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/uv.txt requirements/production.txt requirements/
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && .venv/bin/uv pip sync --no-cache --python .venv/bin/python --require-hashes requirements/production.txt \
    && .venv/bin/pip uninstall --yes --quiet uv
COPY . .
COPY --from=assets /app/node_modules node_modules
# Collecting needs settings, not services: nothing answers at these addresses, and the key signs nothing.
RUN .venv/bin/python scripts/assets.py \
    && CLIENTHEALTH_ENV=production SECRET_KEY=only-while-collecting-static-files ALLOWED_HOSTS=build \
       DATABASE_URL=postgres://build@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0 BASE_URL=https://build \
       .venv/bin/python manage.py collectstatic --no-input \
    && rm -rf node_modules static/vendor scripts requirements package.json package-lock.json .npmrc

FROM python:3.11-slim
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CLIENTHEALTH_ENV=production HOST=0.0.0.0 PORT=8000 MEDIA_ROOT=/data/media
# /data keeps uploads; var/ is scratch.
RUN install -d -o 10001 -g 10001 /data /data/media var
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-m", "clienthealth.probe"]
# One line of the Procfile: web, worker, quick, post or beat.
ENTRYPOINT ["honcho", "start", "--no-prefix"]
CMD ["web"]
