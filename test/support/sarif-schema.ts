import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";

// A package of Microsoft's that ships the schema of the standard, which nothing else in the registry does.
const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const { $schema, id, ...schema } = JSON.parse(readFileSync(file, "utf8"));
// It is of draft 4, which differs from later ones in nothing that it uses.
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

/** Fails with every error unless the document is SARIF 2.1.0. Formats, such as of addresses, are not looked at. */
export function assertSarif(document: unknown): void {
    assert.ok(validate(document), JSON.stringify(validate.errors, undefined, 2));
}
