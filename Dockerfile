# syntax=docker/dockerfile:1
# The three stages are what `cargo xtask build` does, apart so that each is rebuilt only when its own sources change.

FROM node:24-bookworm-slim AS web
WORKDIR /src
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY chat-client chat-client
COPY web-widget web-widget
COPY agent-console agent-console
COPY tests/browser/package.json tests/browser/
RUN --mount=type=cache,target=/root/.npm npm ci && npm run build

# The compiler is the one that rust-toolchain.toml pins; the C compiler in it builds SQLite.
FROM rust:1.95-bookworm AS server
WORKDIR /src
COPY . .
COPY --from=web /src/web-widget/dist web-widget/dist
COPY --from=web /src/agent-console/dist agent-console/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package tillside-server \
    && cp target/release/tillside /usr/local/bin/

FROM debian:bookworm-slim
# A number, so that Kubernetes can see that it is not root; the same as in k8s/base/deployment.yaml.
RUN groupadd --system --gid 10001 tillside \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /data tillside \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=server /usr/local/bin/tillside /usr/local/bin/tillside
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV TILLSIDE_LISTEN=0.0.0.0:8080 \
    TILLSIDE_DATABASE_URL=sqlite:///data/tillside.db
EXPOSE 8080
# SIGTERM, which is the default, drains: every client is told, spread over 8 s. Give `docker stop` 30 s.
ENTRYPOINT ["tillside"]
CMD ["serve"]
