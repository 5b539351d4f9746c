// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { newCloud, subscription } from "../fixture";
import { deploy, edgeAddress, example, publicAddressId, publicZoneId } from "../landscape";
import { arm, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const token = "dns:RecordSet";
const given = ["resources:ResourceGroup", "dns:Zone"];
const badRequest = (message: string) => arm(400, "BadRequest", message);
const recordId = `${publicZoneId}/A/mcp`;

const names = ["-mcp", "mcp.*", "a..b", "a".repeat(64), "mcp!"].map(
    (name): RefusalCase => ({
        title: `a record set is named ${name.slice(0, 20)}`,
        given,
        token,
        inputs: { relativeRecordSetName: name },
        message: badRequest(
            `'${name}' is no name of a record set: it is '@', or labels of up to 63 letters, digits, hyphens and underscores with dots between; only the first label may be '*'.`,
        ),
    }),
);
const contents = [
    { aRecords: null },
    { aRecords: [] },
    { ttl: null },
    { cnameRecord: { cname: "contoso.com" } },
    { targetResource: { id: publicAddressId.replace("one", "three") } },
].map(
    (inputs): RefusalCase => ({
        title: `a record set for addresses has ${JSON.stringify(inputs).slice(0, 40)}`,
        given: [...given, edgeAddress],
        token,
        inputs,
        message: badRequest(
            `Record set ${recordId} needs ttl and aRecords, or ttl and a targetResource instead, and no other records.`,
        ),
    }),
);

describe("azure refuses a public record when", () => {
    itRefuses([
        ...names,
        ...contents,
        {
            title: "there is no such type",
            given,
            token,
            inputs: { recordType: "SPF" },
            message: badRequest(
                "The record type 'SPF' is none of: A, AAAA, CAA, CNAME, DS, MX, NAPTR, NS, PTR, SOA, SRV, TLSA, TXT.",
            ),
        },
        {
            title: "the zone itself is an alias",
            given,
            token,
            inputs: {
                recordType: "CNAME",
                relativeRecordSetName: "@",
                aRecords: null,
                cnameRecord: { cname: "contoso.com" },
            },
            message: badRequest(`A CNAME record cannot be at the name of the zone itself: ${publicZoneId}/CNAME/@.`),
        },
        {
            title: "an address is none",
            given,
            token,
            inputs: { aRecords: [{ ipv4Address: "contoso.com" }] },
            message: badRequest(`'contoso.com' in record set ${recordId} is no IPv4 address.`),
        },
        {
            title: "an alias stands for something without an address",
            given,
            token,
            inputs: { aRecords: null, targetResource: { id: publicZoneId } },
            message: badRequest(`A A record cannot be an alias of ${publicZoneId}: ${recordId}.`),
        },
        {
            title: "the name is an alias already",
            given: [
                ...given,
                [
                    token,
                    {
                        resourceGroupName: "rg",
                        zoneName: "contoso.org",
                        recordType: "CNAME",
                        relativeRecordSetName: "mcp",
                        ttl: 60,
                        cnameRecord: { cname: "contoso.com" },
                    },
                ],
            ],
            token,
            message: arm(
                409,
                "Conflict",
                `Record set ${recordId} conflicts with ${publicZoneId}/CNAME/mcp: a name with a CNAME record has no others.`,
            ),
        },
        {
            title: "there is no such zone",
            given: ["resources:ResourceGroup"],
            token,
            message: arm(
                404,
                "ParentResourceNotFound",
                `Failed to perform 'write' on resource(s) of type 'dnsZones/A', because the parent resource '${publicZoneId}' could not be found.`,
            ),
        },
    ]);

    it("the records that make it a zone would be deleted", async () => {
        const cloud = newCloud();
        await prepare(cloud, given);
        const { id } = await cloud.create(token, {
            resourceGroupName: "rg",
            zoneName: "contoso.org",
            recordType: "NS",
            relativeRecordSetName: "@",
            ttl: 3600,
            nsRecords: [{ nsdname: "ns1-01.azure-dns.com." }],
        });
        await assert.rejects(cloud.remove(token, id), {
            message: badRequest(`The NS record of the zone itself cannot be deleted: ${publicZoneId}/NS/@.`),
        });
    });
});

describe("azure accepts a public record", () => {
    it("in a zone that was there before, as an alias, at the zone itself, and for all names", async () => {
        const cloud = newCloud();
        await prepare(cloud, ["resources:ResourceGroup", edgeAddress]);
        const record = { ...example[token], resourceGroupName: "rg-contoso-shared", zoneName: "contoso.com" };
        const { id, outputs } = await cloud.create(token, record);
        assert.equal(
            id,
            `${subscription}/resourceGroups/rg-contoso-shared/providers/Microsoft.Network/dnsZones/contoso.com/A/mcp`,
        );
        assert.equal(outputs.fqdn, "mcp.contoso.com.");
        const { aRecords: _, ...alias }: Properties = record;
        const targetResource = { id: publicAddressId.replace("one", "three") };
        const apex = await cloud.create(token, { ...alias, targetResource, relativeRecordSetName: "@" });
        assert.equal(apex.outputs.fqdn, "contoso.com.");
        await cloud.create(token, { ...record, relativeRecordSetName: "*.mcp" });
    });

    it("and deletes it with its zone", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...given, token);
        assert.equal((await cloud.read("dns:Zone", publicZoneId))?.outputs.numberOfRecordSets, 3);
        await cloud.remove("dns:Zone", publicZoneId);
        assert.equal(await cloud.read(token, recordId), undefined);
    });
});
