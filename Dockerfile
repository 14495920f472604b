FROM node:22-alpine AS package
WORKDIR /source
COPY . .
RUN npm ci --no-fund --no-audit && npm pack --pack-destination /package

FROM node:22-alpine
COPY --from=package /package /package
RUN npm install --global --omit=dev --no-fund --no-audit /package/*.tgz && rm -r /package
USER node
EXPOSE 12111
HEALTHCHECK --interval=2s --timeout=2s --retries=15 CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:12111/_emulator/health"]
ENTRYPOINT ["stripe-emulator"]
CMD ["start", "--host", "0.0.0.0"]
