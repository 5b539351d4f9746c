// Does not prove that the engine exports the state like this: test/engine does.
import assert from "node:assert/strict";
import { countByComponent, countByType, renderStatus } from "../../../local/commands/status";
import { resourceOf } from "../../../local/report/resource";
import { homePaths } from "../../../local/workspace/home";
import { child, endpoint, network, stack, vault } from "../report/events";

const versions = { project: "0.1.0", node: "20.20.0", engine: "3.259.0", sdk: { "@pulumi/pulumi": "3.270.0" } };

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

    it("counts the resources of the cloud by type, in order", () => {
        const ofType = (type: string, custom = true) => ({ type, custom });

        assert.deepEqual(
            Object.entries(
                countByType([
                    ofType("pulumi:providers:azure-native"),
                    ofType("zero-trust-mcp:index:KeyVault", false),
                    ofType("azure-native:network:Subnet"),
                    ofType("azure-native:keyvault:Vault"),
                    ofType("azure-native:network:Subnet"),
                ]),
            ),
            [
                ["azure-native:keyvault:Vault", 1],
                ["azure-native:network:Subnet", 2],
            ],
        );
    });

    it("shows stack, last update, resources, drift, what is up and where things are", () => {
        assert.equal(
            renderStatus({
                stack: "dev",
                stacks: ["dev", "prod"],
                lastUpdate: { kind: "update", result: "succeeded", endTime: new Date(0) },
                components: [{ component: resourceOf(vault), resources: 12 }],
                types: { "azure-native:keyvault:Vault": 12 },
                versions,
                cloud: {
                    pid: 8,
                    residentBytes: 100.4 * 1024 * 1024,
                    ports: { "azure-native": 4000, random: 4001 },
                    speed: 60,
                    time: "2026-01-01T01:00:00.000Z",
                },
                running: { pid: 7, command: "up", stack: "dev", since: "2026-01-01T00:00:00Z" },
                home: homePaths("/h"),
            }),
            `Stack                          dev (of dev, prod)
Last update                    update succeeded, 1970-01-01T00:00:00.000Z
Resources                      12
  vault                        12
By type
  azure-native:keyvault:Vault  12
Drift                          unknown; npm start -- refresh --stack dev compares the state with the cloud
Running                        up of dev, process 7, since 2026-01-01T00:00:00Z
Local cloud                    process 8, 100 MB
  azure-native                 127.0.0.1:4000
  random                       127.0.0.1:4001
Clock                          2026-01-01T01:00:00.000Z, 60 times as fast as real time
Versions                       project 0.1.0, Node.js 20.20.0
  engine                       3.259.0
  @pulumi/pulumi               3.270.0
Home                           /h
  cloud                        /h/cloud
  log                          /h/cloud/log
  state                        /h/state
  run folder                   /h/runs/dev`,
        );
    });

    it("says when nothing was ever deployed, nothing runs and there is no engine yet", () => {
        const text = renderStatus({
            stack: "dev",
            stacks: ["dev"],
            components: [],
            types: {},
            versions: { ...versions, engine: undefined },
            home: homePaths("/h"),
        });

        assert.match(text, /^Last update {7}none: it was never deployed to this local cloud$/m);
        assert.match(text, /^By type {11}none$/m);
        assert.match(text, /^Running {11}no$/m);
        assert.match(text, /^Local cloud {7}not running: it is up while a command works on it$/m);
        assert.match(text, /^Clock {13}none: each run starts at the present/m);
        assert.match(text, /^ {2}engine {10}none yet: the first npm start finds or builds one$/m);
    });

    it("says of a local cloud that is still starting what it knows", () => {
        const home = homePaths("/h");
        const text = renderStatus({
            stack: "dev",
            stacks: [],
            components: [],
            types: {},
            versions,
            cloud: { pid: 8 },
            home,
        });

        assert.match(text, /^Local cloud +process 8, memory unknown, starting$/m);
        assert.match(text, /^Clock +not known before it has started$/m);
    });
});
