// Does not prove that a server on this machine answers: it is only said where it is.
import assert from "node:assert/strict";
import { Unreachable } from "../../../local/apim/surroundings";
import type { Stored } from "../../../local/azure/cloud";
import { recordsOf } from "../../../local/azure/network/reachability/from-inputs";
import { findType } from "../../../local/azure/registry";
import { type OriginOf, originsIn } from "../../../local/network/origins";
import { textAt } from "../../../local/provider/values";
import { captureProgram } from "../../support/capture";
import { seed } from "../azure/fixture";

const origin = "http://127.0.0.1:41234";

for (const environment of ["dev", "staging", "prod"]) {
    describe(`hosts that the gateway of ${environment} calls`, function () {
        this.timeout(20_000);
        let resources: Stored[];
        let subnetId: string;
        let called: string[];

        before(async () => {
            const captured = await captureProgram(environment);
            resources = await recordsOf(
                captured.resources.filter(({ custom }) => custom),
                { subscriptionId: seed.subscriptionId, typeOf: findType },
            );
            const [service] = ofType("apimanagement:ApiManagementService");
            subnetId = textAt(service?.body, "virtualNetworkConfiguration.subnetResourceId") ?? assert.fail();
            const addresses = [
                ...ofType("apimanagement:Backend").map(({ body }) => textAt(body, "url")),
                ...ofType("apimanagement:NamedValue").map(({ body }) => textAt(body, "value")),
                "https://login.microsoftonline.com",
            ].filter((address) => address?.startsWith("https://"));
            called = addresses.map((address) => new URL(address ?? "").host);
        });

        const ofType = (token: string) => resources.filter(({ type }) => type === `azure-native:${token}`);
        const originOf = (hosts: string[]): OriginOf =>
            originsIn(resources, findType, new Map(hosts.map((host) => [host, origin])));
        const refusal = (find: () => string): string => {
            try {
                return find();
            } catch (error) {
                assert.ok(error instanceof Unreachable, String(error));
                return error.message;
            }
        };

        it("are its servers, its content safety and its sign-in, each where it stands here", () => {
            assert.equal(called.length, 3);
            const find = originOf(called);
            assert.deepEqual(
                called.map((host) => find(subnetId, new URL(`https://${host}/path?query`))),
                called.map(() => origin),
            );
        });

        it("are none of the others, whoever stands for them here, and it is said what stops them", () => {
            const [server = ""] = called;
            const others = [
                "example.com",
                "management.azure.com",
                "mcr.microsoft.com",
                `evil.${server}`,
                `${server}:8443`,
                "10.0.0.4",
                "169.254.169.254",
            ];
            const find = originOf([...others, server]);
            assert.equal(find(subnetId, new URL(`https://${server}`)), origin);
            for (const host of others) {
                assert.match(
                    refusal(() => find(subnetId, new URL(`https://${host}`))),
                    new RegExp(`^${host} cannot be reached from ${subnetId}: .*(no rule|no record .*|deny-.*)\\.$`),
                );
            }
            assert.match(
                refusal(() => find(subnetId, new URL(`http://${server}`))),
                /cannot be reached/,
                "without TLS",
            );
        });

        it("are reached from outside only where everybody is let in, and not by a private name", () => {
            const find = originOf(called);
            const [server = "", ...others] = called;
            for (const host of called) find(subnetId, new URL(`https://${host}`)); // which is another question
            const outcomes = others.map((host) => refusal(() => find(undefined, new URL(`https://${host}`))));
            assert.match(outcomes[0] ?? "", /cannot be reached from the internet: .*publicNetworkAccess Disabled\.$/i);
            assert.deepEqual(outcomes.slice(1), [origin]);
            const zone = server.slice(server.indexOf(".") + 1);
            assert.equal(
                refusal(() => find(undefined, new URL(`https://${server}`))),
                `${server} is a name of the private zone ${zone}, which nobody asks from the internet.`,
            );
        });

        it("are said to be missing when nobody stands for them here, until somebody does", () => {
            const hosts = new Map<string, string>();
            const find = originsIn(resources, findType, hosts);
            const [host = ""] = called;
            const url = new URL(`https://${host.toUpperCase()}:443/`);
            assert.equal(
                refusal(() => find(subnetId, url)),
                `Nobody on this machine stands for ${host}.`,
            );
            hosts.set(host, origin);
            assert.equal(find(subnetId, url), origin);

            hosts.set("login.microsoftonline.com", origin);
            assert.equal(
                refusal(() => find(undefined, new URL("https://login.microsoftonline.com:8443"))),
                "Nobody on this machine stands for login.microsoftonline.com:8443.",
            );
        });

        it("are asked for by a subnet that exists", () => {
            assert.throws(() => originOf(called)(`${subnetId}-2`, new URL(`https://${called[0]}`)), {
                name: "Error",
                message: `There is no subnet ${subnetId}-2.`,
            });
        });
    });
}
