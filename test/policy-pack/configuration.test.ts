// Does not prove that an engine accepts the files: test/engine/policy-pack.test.ts gives it one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { addressPlan, podRangeOf } from "../../components/network/address-plan";
import { allEgress } from "../../components/network/egress";
import { policies } from "../../policy-pack/engine/pack";
import { rules } from "../../policy-pack/rules";
import { surroundings } from "./engine/sdk";

const schemas = new Map(
    policies(rules, surroundings()).map(({ name, configSchema }) => [name, configSchema?.properties ?? {}]),
);

const stacks = join(__dirname, "..", "..", "stacks");

for (const environment of ["dev", "staging", "prod"]) {
    describe(`stacks/policy.${environment}.json`, () => {
        const file = join(stacks, `policy.${environment}.json`);
        const { pack, ...configured }: Record<string, object> = JSON.parse(readFileSync(file, "utf8"));

        it("judges its environment as a whole", () => {
            assert.deepEqual(pack, { environment, stackRole: "environment" });
        });

        it("sets parameters that exist", () => {
            for (const [rule, parameters] of Object.entries(configured))
                assert.deepEqual(
                    Object.keys(parameters).filter((name) => !(name in (schemas.get(rule) ?? {}))),
                    [],
                    rule,
                );
        });

        it("names where things are, and keeps the thresholds of production, but for the retention of dev", () => {
            const { config } = parse(readFileSync(join(stacks, `Pulumi.${environment}.yaml`), "utf8"));
            const network = config["zero-trust-mcp:network"];
            const { "cluster-nodes": nodes, edge } = addressPlan(network);
            const names = Object.values(allEgress(config["zero-trust-mcp:location"])).flatMap(
                ({ fqdns = [] }) => fqdns,
            );
            const { administratorGroupId, proxyImage } = config["zero-trust-mcp:cluster"];
            assert.deepEqual(configured, {
                "aks-entra-rbac": { adminGroups: [administratorGroupId] },
                "gov-no-opaque-templates": { allowedTemplates: ["log-tables"] },
                "k8s-image-provenance": { registries: [proxyImage.split("/")[0]] },
                "net-firewall-premium": {
                    wildcards: [...new Set(names.filter((name) => name.includes("*")))].sort(),
                },
                "net-nsg-explicit-deny": { clusterRanges: [nodes, podRangeOf(network)] },
                "net-nsg-no-any-inbound": { publicDestinations: [edge] },
                ...(environment === "dev" && { "kv-recoverable": { minimumRetentionDays: 7 } }),
                // the cheaper tier, and what a tenant or a subscription has once
                ...(environment !== "prod" && {
                    "apim-sku": { allowedTiers: ["Developer"] },
                    "def-plans": { required: false },
                    "log-activity-export": { required: false },
                    "log-entra-export": { required: false },
                    "sen-rule-coverage": {
                        notRequired: ["federated identities", "new credentials of applications"],
                    },
                    "sen-watchlists": { aliases: ["EgressFqdns", "McpClients", "McpTools"] },
                }),
            });
        });
    });
}
