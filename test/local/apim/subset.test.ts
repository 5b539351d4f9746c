// Does not prove that Microsoft's pages still say so.
import assert from "node:assert/strict";
import { parseSignature } from "../../../local/apim/csharp/signature";
import { parseType } from "../../../local/apim/csharp/types";
import { readSubset } from "../../../local/apim/subset";
import { isDocumented, isDocumentedType } from "./documented-types";

const { statements, csharp } = readSubset();

describe("The policy subset", () => {
    it("names Microsoft's page of each statement", () => {
        const pages = Object.entries(statements).map(([name, { page }]) => [name, page]);
        assert.deepEqual(
            pages,
            Object.keys(statements).map((name) => [
                name,
                `https://learn.microsoft.com/azure/api-management/${name}-policy`,
            ]),
        );
    });

    it("has only types that Microsoft documents", () => {
        // object is nothing but the type of variables that nobody has cast yet
        const undocumented = Object.entries(csharp.types).filter(
            ([name, { documented }]) => name !== "object" && !documented.every(isDocumentedType),
        );
        assert.deepEqual(undocumented, []);
        assert.deepEqual(csharp.types.object?.members, undefined);
    });

    it("has only members that Microsoft documents", () => {
        const undocumented = Object.entries(csharp.types).flatMap(([name, { documented, members = [] }]) =>
            members
                .map((member) => parseSignature(member, parseType(name)).name)
                .filter((member) => member !== "[]" && !isDocumented(documented, member))
                .map((member) => `${name} ${member}`),
        );
        assert.deepEqual(undocumented, []);
    });

    it("extends, and writes in its members, only types that it has", () => {
        const names = new Set(Object.keys(csharp.types).map((name) => parseType(name).name));
        const written = Object.entries(csharp.types).flatMap(([name, { members = [], ...rule }]) => [
            ...[...(rule.extends ?? []), ...(rule.castsTo ?? [])].map(parseType),
            ...members.flatMap((member) => {
                const { returns, parameters } = parseSignature(member, parseType(name));
                return [returns, ...parameters.map(({ type }) => type)];
            }),
        ]);
        const all = (type: ReturnType<typeof parseType>): string[] => [type.name, ...type.arguments.flatMap(all)];
        const strangers = new Set(written.flatMap(all).filter((name) => !names.has(name)));
        assert.deepEqual([...strangers].sort(), ["Func", "R", "T", "void"]);
    });
});
