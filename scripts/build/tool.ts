/** What makes a container of the bundled command line: the image that the jobs of the database run. */
export const toolFiles = {
  Dockerfile: `FROM node:24-slim
WORKDIR /wheelhouse
COPY . .
RUN npm ci --omit=dev --ignore-scripts
USER node
ENTRYPOINT ["node", "index.mjs"]
`,
};
