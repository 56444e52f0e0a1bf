import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectSources, libraryAddress, libraryFolder, type Site } from "./address.ts";

const site: Site = { page: "https://a.org/x/", shipped: "https://a.org/x/models/", connect: ["'self'"] };
const open: Site = { ...site, connect: null };

describe("a link's library", () => {
  it.each([
    ["", "https://a.org/x/models/"],
    ["other", "https://a.org/x/other/"],
    ["models/joint/", "https://a.org/x/models/joint/"],
    ["other/library.json", "https://a.org/x/other/"],
    ["/top?query#hash", "https://a.org/top/"],
    ["https://a.org/y", "https://a.org/y/"],
    ["local:0123456789abcdef", "local://0123456789abcdef/"],
  ])("“%s” is the folder %s, and is written so that it is found again", (address, folder) => {
    expect(libraryFolder(address, site)).toBe(folder);
    expect(libraryFolder(libraryAddress(folder, site), site)).toBe(folder);
  });

  it("has a short form", () => {
    expect(libraryAddress("https://a.org/x/models/joint/", site)).toBe("models/joint");
    expect(libraryAddress("https://b.org/", site)).toBe("https://b.org");
    expect(libraryAddress("local://0123456789abcdef/", site)).toBe("local:0123456789abcdef");
    // The short form of this one would look like a path from the root.
    expect(libraryAddress("https://a.org/x//$/", site)).toBe("https://a.org/x//$");
  });

  it.each(["javascript:alert(1)", "file:///etc", "data:,x", "blob:x", "http://", "local:../x"])(
    "“%s” is refused",
    (address) => expect(() => libraryFolder(address, open)).toThrow(/is not the address of a library/),
  );

  it("any text gives an http or local folder, or an error message", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (address) => {
        let folder = "";
        try {
          folder = libraryFolder(address, open);
        } catch (error) {
          expect((error as Error).name).toBe("DownloadError");
          return;
        }
        expect(folder).toMatch(/^(https?:\/\/.*|local:\/\/[0-9a-f]{16})\/$/s);
      }),
    );
  });
});

describe("a library on another site", () => {
  const at = (connect: string[]) => () => libraryFolder("https://lab.b.org/lib", { ...site, connect });

  it("is refused by default, with the reason and both solutions", () => {
    expect(at(["'self'"])).toThrow(/another site, https:\/\/lab\.b\.org.*TRYAGE_CONNECT=https:\/\/lab\.b\.org/);
    for (const source of ["https://b.org", "http://lab.b.org", "https://lab.b.org:444", "https://*.c.org"]) {
      expect(at(["'self'", source])).toThrow(/another site/);
    }
  });

  it("is allowed if the policy allows it", () => {
    for (const source of ["https://lab.b.org", "https://lab.b.org/", "https://*.b.org", "https:", "*", "lab.b.org"]) {
      expect(at(["'self'", source])()).toBe("https://lab.b.org/lib/");
    }
  });
});

it("the policy's sources are parsed from its text", () => {
  expect(connectSources("default-src 'none'; connect-src 'self' https://b.org; img-src data:")).toEqual([
    "'self'",
    "https://b.org",
  ]);
  expect(connectSources("default-src 'self'")).toEqual(["'self'"]);
  expect(connectSources("img-src data:")).toBeNull();
  expect(connectSources(null)).toBeNull();
});
