// Does not prove that the services answer like this: the texts are those of the providers' sources.
import assert from "node:assert/strict";
import type { Operation } from "../../../local/faults/fault";
import type { Service } from "../../../local/faults/service";
import { serviceOf } from "../../../local/faults/services";
import type { PartialFailure, Properties } from "../../../local/provider/provider";

const urn = "urn:res";
const location = "azuread:index/namedLocation:NamedLocation";
const map = "kubernetes:core/v1:ConfigMap";
const vault = "azure-native:keyvault:Vault";
const inputs: Record<string, Properties> = {
    [location]: { displayName: "offices", ip: { ipRanges: ["203.0.113.0/24"] } },
    [map]: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } },
    [vault]: { vaultName: "kv-one" },
};
const ids: Record<string, string> = {
    [location]: "/identity/1",
    [map]: "team/settings",
    [vault]: "/subscriptions/s/vaults/kv-one",
};
const forbidden = { status: 403, code: "Forbidden", message: "No." };

const service = (type: string): Service => serviceOf(type) ?? assert.fail(type);

function request(type: string, operation: Operation) {
    const subject = { urn, type, name: "res", operation, id: operation === "create" ? "" : (ids[type] ?? "") };
    return { ...subject, inputs: inputs[type] ?? {}, oldInputs: { before: true }, oldOutputs: {} };
}

describe("what goes wrong in a service", () => {
    const graph = "unexpected status 403 (403 Forbidden) with error: Forbidden: No.";
    const words: Record<string, Record<Operation, string>> = {
        [vault]: Object.fromEntries(
            ["create", "read", "update", "delete"].map((each) => [each, 'Status=403 Code="Forbidden" Message="No."']),
        ) as Record<Operation, string>,
        [location]: {
            create: `1 error occurred:\n\t* ${graph}\n\n`,
            read: `refreshing urn:res: 1 error occurred:\n\t* ${graph}\n\n`,
            update: `updating urn:res: 1 error occurred:\n\t* ${graph}\n\n`,
            delete: `deleting urn:res: 1 error occurred:\n\t* ${graph}\n\n`,
        },
        [map]: {
            create: 'resource "urn:res" was not successfully created by the Kubernetes API server: No.',
            read: "No.",
            update: 'update of resource "urn:res" failed: No.',
            delete: "No.",
        },
    };
    for (const [type, byOperation] of Object.entries(words)) {
        for (const [operation, message] of Object.entries(byOperation)) {
            it(`is a ${operation} that the provider of ${type} reports in its words`, () => {
                const refused = service(type).refusal(request(type, operation as Operation), forbidden);
                assert.equal(refused.message, message);
            });
        }
    }

    it("is an update of Entra after which Terraform keeps its plan, so that it is made again", () => {
        const failure = service(location).refusal(request(location, "update"), forbidden) as PartialFailure;
        assert.equal(failure.name, "PartialFailure");
        assert.deepEqual(failure.resource.inputs, { before: true });
        assert.equal(failure.resource.outputs.displayName, "offices");
    });

    const later: [type: string, create: string, update: string][] = [
        [vault, 'Status=200 Code="Late" Message="Sorry."', 'Status=200 Code="Late" Message="Sorry."'],
        [
            location,
            "1 error occurred:\n\t* Late: Sorry.\n\n",
            "updating urn:res: 1 error occurred:\n\t* Late: Sorry.\n\n",
        ],
        [
            map,
            'resource "urn:res" was successfully created, but the Kubernetes API server reported that it failed to fully ' +
                "initialize or become live: [Late] Sorry.",
            'the Kubernetes API server reported that "team/settings" failed to fully initialize or become live: [Late] Sorry.',
        ],
    ];
    for (const [type, create, update] of later) {
        it(`is what ${type} has accepted and fails later`, () => {
            const { failedLater } = service(type);
            assert.deepEqual(
                [
                    failedLater(request(type, "create"), "Late", "Sorry."),
                    failedLater(request(type, "update"), "Late", "Sorry."),
                ],
                [create, update],
            );
        });
    }

    const pauses: [type: string, answer: { status: number; retryAfter?: number }, pauses: (number | undefined)[]][] = [
        [vault, { status: 503 }, [20, 60, 120, undefined]],
        [vault, { status: 400 }, [undefined]],
        [vault, { status: 429, retryAfter: 121 }, [undefined]],
        [location, { status: 503 }, [1, 2, 4, 8, 16, 32, ...Array(10).fill(61), undefined]],
        [location, { status: 501 }, [undefined]],
        [location, { status: 403 }, [undefined]],
        [location, { status: 429, retryAfter: 200 }, [200]],
        [map, { status: 503 }, [undefined]],
        [map, { status: 429, retryAfter: 1 }, [...Array(10).fill(1), undefined]],
        [map, { status: 404, retryAfter: 1 }, [undefined]],
    ];
    for (const [type, answer, expected] of pauses) {
        it(`of ${type} is repeated after ${JSON.stringify(answer)} as its provider does`, () => {
            const { pauseAfter } = service(type);
            const full = { code: "c", message: "m", ...answer };
            assert.deepEqual(
                expected.map((_, index) => pauseAfter(full, index + 1)),
                expected,
            );
        });
    }

    it("finds its resource by the name that it has there", () => {
        for (const [type, name] of [
            [vault, "kv-one"],
            [location, "offices"],
            [map, "settings"],
        ] as const) {
            for (const operation of ["create", "delete"] as const) {
                assert.equal(service(type).nameOf(request(type, operation)), name);
            }
        }
    });

    it("is waited for as long as the provider waits", () => {
        assert.deepEqual(
            [vault, location, map].map((type) => service(type).patience(type, "read")),
            [7200, 300, 600],
        );
    });
});
