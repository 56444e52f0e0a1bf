import { ServerResponse } from "node:http";
import type { Plugin } from "vite";

/**
 * Lets the browser keep the modules that it has fetched, for one run of the component tests: the servers of Vite and Vitest have it
 * ask for each of them again in every test file and every worker. While files are watched it has to ask, as they change.
 */
export function cachedModules(): Plugin {
  return {
    name: "cached-modules",
    configureServer(server) {
      if (server.config.server.watch !== null) return;
      server.middlewares.use((_request, response, next) => {
        const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
        response.writeHead = (...given: unknown[]) => {
          // Vitest replaces the response's own method, so that no plugin changes this header.
          if (response.getHeader("Cache-Control") === "no-cache")
            ServerResponse.prototype.setHeader.call(response, "Cache-Control", "max-age=3600");
          return writeHead(...given);
        };
        next();
      });
    },
  };
}
