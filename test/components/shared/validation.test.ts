// Does not prove that Azure has such a region, subscription or resource.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkedArmId, placementProblems, validate } from "../../../components/shared/validation";
import { capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

class Checked extends pulumi.ComponentResource {
    constructor(name: string, problems: string[]) {
        super("test:index:Checked", name, {}, {});
        validate(this, name, problems);
    }
}

describe("validate", () => {
    it("throws one error with all problems", async () => {
        await assert.rejects(
            capture(() => new Checked("it", ["a is wrong.", "b is wrong."])),
            { message: 'Checked "it" has 2 problems:\n  - a is wrong.\n  - b is wrong.' },
        );
    });

    it("does nothing without problems", async () => {
        await capture(() => new Checked("it", []));
    });
});

describe("placementProblems", () => {
    it("finds none in a good placement", () => {
        assert.deepEqual(placementProblems("vault", placement), []);
    });

    it("names argument, value and rule, all at once", () => {
        const bad = {
            ...placement,
            subscriptionId: "my-subscription",
            location: "West Europe",
            naming: { ...placement.naming, workload: "MCP" },
            ownership: { owner: " ", costCenter: "x".repeat(257), dataClassification: "secret" as "public" },
        };
        assert.deepEqual(placementProblems("My_Vault", bad), [
            'The component\'s name is "My_Vault"; it must be lower-case letters, digits and single hyphens, a letter first.',
            'subscriptionId is "my-subscription"; it must be a GUID.',
            'location is "West Europe"; it must be the short name of an Azure region, for example "westeurope".',
            'naming.workload is "MCP"; it must be 1 to 15 lower-case letters and digits, a letter first.',
            'ownership.owner is " "; it must be text of 1 to 256 characters.',
            `ownership.costCenter is "${"x".repeat(257)}"; it must be text of 1 to 256 characters.`,
            'ownership.dataClassification is "secret"; it must be one of public, internal, confidential, restricted.',
        ]);
    });
});

describe("checkedArmId", () => {
    const type = "Microsoft.Network/privateDnsZones";
    const value = (id: pulumi.Input<string>) => checkedArmId(id, "network.subnetId", type);

    it("lets the id of the right type pass, whatever its case", async () => {
        const id = `${groupId}/providers/microsoft.network/PrivateDnsZones/zone`;
        await capture(() => value(id).apply((passed) => assert.equal(passed, id)));
    });

    it("refuses another type, and a missing value, as soon as the value is there", async () => {
        const other = `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet`;
        await assert.rejects(
            capture(() => value(pulumi.output(other))),
            { message: `network.subnetId is "${other}"; it must be the ARM id of a ${type}.` },
        );
        await assert.rejects(
            capture(() => value(pulumi.output(undefined as unknown as string))),
            { message: `network.subnetId is missing; it must be the ARM id of a ${type}.` },
        );
    });
});
