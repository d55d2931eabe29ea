import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { API_ROUTES } from "../api/routes";
import { listFiles, readText } from "../architecture/source-files";
import { describeOpenApi } from "./open-api";
import { listProtocolEndpoints } from "./protocol-endpoints";

const document = JSON.parse(JSON.stringify(describeOpenApi("https://id.example.org"))) as {
  paths: Record<string, Record<string, { operationId: string; requestBody?: unknown }>>;
};

/** Each operation as method and path. */
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe("/docs/openapi.json", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("has every endpoint of the protocol and every operation of the API, and nothing else", () => {
    const declared = [
      ...listProtocolEndpoints().flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`)),
      ...API_ROUTES.map(({ method, path }) => `${method} /api/v1${path}`),
    ];
    expect(operations.toSorted()).toEqual(declared.toSorted());
  });

  it("names each operation differently", () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((each) => each.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says what a body has to be by the schema that reads it", () => {
    expect(document.paths["/api/v1/clients"]?.post?.requestBody).toMatchObject({
      content: { "application/json": { schema: { type: "object", required: ["client_name"] } } },
    });
    const registration = JSON.stringify(document.paths["/oauth/register"]?.post?.requestBody);
    for (const member of ["redirect_uris", "token_endpoint_auth_method", "jwks", "backchannel_logout_uri"]) {
      expect(registration).toContain(`"${member}"`);
    }
  });

  it("leaves out no body that the API reads", () => {
    const routes = listFiles().filter((file) => /^lib\/api\/[\w-]+-routes\.ts$/.test(file));
    expect(routes.length).toBeGreaterThan(5);
    const undeclared = routes.flatMap((file) => {
      const text = readText(file);
      const read = [...text.matchAll(/readBody\((?:call\.)?request, (.+)\);/g)].map(([, schema = ""]) => schema);
      return read.filter((schema) => !text.includes(`body: ${schema}`) && !/^body$/.test(schema));
    });
    expect(undeclared).toEqual([]);
  });
});
