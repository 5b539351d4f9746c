// Does not prove that browsers heed the headers.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-security-headers";
import { examplePolicy, lines } from "../../../../policy-pack/rules/api-management/example-policy";
import { messagesOn } from "./messages";

const set = (name: string, value: string) =>
    `<set-header name="${name}" exists-action="override"><value>${value}</value></set-header>`;
const safe = [
    set("strict-transport-security", "max-age=31536000"),
    set("x-content-type-options", "nosniff"),
    set("cache-control", "no-store"),
    set("content-security-policy", "default-src 'none'"),
];
const removed = (name: string) => `<set-header name="${name}" exists-action="delete" />`;
const messages = (...headers: string[]) =>
    messagesOn(
        rule,
        examplePolicy({
            outbound: lines(...headers),
            onError: lines(...safe, removed("server"), removed("x-powered-by")),
        }),
        "apimanagement:Policy",
    );

const kept = (name: string) => `outbound does not delete the header ${name} of every answer`;
const unset = (name: string) => `outbound does not set the header ${name} of every answer to a safe value`;

describe("apim-security-headers", () => {
    it("wants each header deleted by its name", () => {
        assert.deepEqual(messages(...safe, removed("server"), removed("x-powered-by")), []);
        assert.deepEqual(messages(...safe, removed("server")), [kept("x-powered-by")]);
        assert.deepEqual(messages(...safe, removed("x-other")), [kept("server"), kept("x-powered-by")]);
    });

    it("wants each header set by its name, to one value", () => {
        const others = [removed("server"), removed("x-powered-by")];
        assert.deepEqual(messages(...safe.toSpliced(1, 1, set("x-other", "nosniff")), ...others), [
            unset("x-content-type-options"),
        ]);
        assert.deepEqual(
            messages(...safe.toSpliced(1, 1, set("x-content-type-options", "a</value><value>nosniff")), ...others),
            [unset("x-content-type-options")],
        );
    });
});
