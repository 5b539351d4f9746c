// Does not prove that the engine exports the state like this: test/engine does.
import assert from "node:assert/strict";
import { countByComponent, renderStatus } from "../../../local/commands/status";
import { resourceOf } from "../../../local/report/resource";
import { homePaths } from "../../../local/workspace/home";
import { child, endpoint, network, stack, vault } from "../report/events";

describe("status", () => {
    it("counts the resources of the cloud by component, also when a child comes before its parent", () => {
        const link = child(endpoint, "network:PrivateEndpoint", "link");
        const resources = [
            { urn: stack, type: "pulumi:pulumi:Stack", custom: false },
            { urn: link, type: "azure-native:network:PrivateEndpoint", custom: true, parent: endpoint },
            { urn: endpoint, type: "zero-trust-mcp:index:PrivateEndpoint", custom: false, parent: vault },
            { urn: vault, type: "zero-trust-mcp:index:KeyVault", custom: false, parent: stack },
            { urn: network, type: "zero-trust-mcp:index:Network", custom: false, parent: stack },
            {
                urn: child(network, "network:Subnet", "a"),
                type: "azure-native:network:Subnet",
                custom: true,
                parent: network,
            },
            {
                urn: child(network, "network:Subnet", "b"),
                type: "azure-native:network:Subnet",
                custom: true,
                parent: network,
            },
        ];

        assert.deepEqual(
            countByComponent(resources).map(({ component, resources }) => [component.name, resources]),
            [
                ["vault", 1],
                ["network", 2],
            ],
        );
    });

    it("shows stack, last update, resources, drift and where things are", () => {
        assert.equal(
            renderStatus({
                stack: "dev",
                stacks: ["dev", "prod"],
                lastUpdate: { kind: "update", result: "succeeded", endTime: new Date(0) },
                components: [{ component: resourceOf(vault), resources: 12 }],
                running: { pid: 7, command: "up", stack: "dev", since: "2026-01-01T00:00:00Z" },
                home: homePaths("/h"),
            }),
            `Stack         dev (of dev, prod)
Last update   update succeeded, 1970-01-01T00:00:00.000Z
Resources     12
  vault       12
Drift         unknown; npm start -- refresh --stack dev compares the state with the cloud
Running       up of dev, process 7, since 2026-01-01T00:00:00Z
Home          /h
  cloud       /h/cloud
  state       /h/state
  run folder  /h/runs/dev`,
        );
    });

    it("says when nothing was ever deployed", () => {
        const text = renderStatus({ stack: "dev", stacks: ["dev"], components: [], home: homePaths("/h") });

        assert.match(text, /^Last update {3}none: it was never deployed to this local cloud$/m);
        assert.match(text, /^Running {7}no$/m);
    });
});
