import type { Properties } from "../../provider/provider";
import { boolean, each, integer, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { usersOf } from "../references";
import type { Put, ResourceType } from "../resource-type";
import { kept, list, tags, writeOnly } from "../schema";
import { gatewayWouldBeCutOff } from "./application-gateway-network";
import { bastionGroupProblem } from "./bastion-security-group";

const securityRule = object({
    ...each(string, "id", "name", "description", "etag", "type"),
    access: required(oneOf("Allow", "Deny")),
    direction: required(oneOf("Inbound", "Outbound")),
    protocol: required(oneOf("Tcp", "Udp", "Icmp", "Esp", "Ah", "*")),
    priority: integer,
    ...each(string, "destinationAddressPrefix", "destinationPortRange", "sourceAddressPrefix", "sourcePortRange"),
    ...each(list(string), "destinationAddressPrefixes", "destinationPortRanges"),
    ...each(list(string), "sourceAddressPrefixes", "sourcePortRanges"),
    ...notModelled("destinationApplicationSecurityGroups", "sourceApplicationSecurityGroups", "provisioningState"),
});

/** A security group where another resource refers to it: by its id only. */
export const securityGroupReference = object({
    id: string,
    ...notModelled("defaultSecurityRules", "etag", "flushConnection", "location", "provisioningState", "resourceGuid"),
    ...notModelled("securityRules", "tags"),
    ...readOnly("flowLogs", "name", "networkInterfaces", "subnets", "type"),
});

/** Microsoft.Network/networkSecurityGroups */
export const networkSecurityGroup: ResourceType = {
    token: "azure-native:network:NetworkSecurityGroup",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        flushConnection: boolean,
        securityRules: kept(list(securityRule)),
        ...readOnly(
            "defaultSecurityRules",
            "etag",
            "flowLogs",
            "networkInterfaces",
            "provisioningState",
            "resourceGuid",
        ),
        ...readOnly("subnets", "name", "type"),
    },
    // no published figures; one record in the network controller
    seconds: { create: 4, update: 4, delete: 8 },
    outputs: ({ id, inputs, before, cloud }) => ({
        securityRules: objectsAt(inputs.securityRules === undefined ? before : inputs, "securityRules").map((rule) => ({
            ...rule,
            id: `${id}/securityRules/${rule.name}`,
            etag: `W/"${cloud.newGuid(id, "etag")}"`,
            type: "Microsoft.Network/networkSecurityGroups/securityRules",
            provisioningState: "Succeeded",
        })),
    }),
    refuse: [
        nameIsMissing,
        ({ inputs }) =>
            rulesOf(inputs)
                .map(partProblem)
                .find((problem) => problem),
        priorityIsWrong,
        rulesConflict,
        bastionNeedsMore,
        gatewayWouldBeCutOff,
    ],
    refuseDelete: [
        ({ id, cloud }) => {
            const users = subnetsOf(id, cloud);
            return users.length === 0
                ? undefined
                : new ArmError(
                      400,
                      "InUseNetworkSecurityGroupCannotBeDeleted",
                      `Network security group ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
                  );
        },
    ],
    diagnostics: {
        logs: ["NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"],
        groups: ["allLogs"],
        metrics: [],
        sharedTable: true,
    },
};

function subnetsOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:Subnet", (body) =>
        sameId(textAt(body, "networkSecurityGroup.id") ?? "", id),
    );
}

function bastionNeedsMore({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const isBastions = subnetsOf(id, cloud).some((subnet) => sameId(lastSegment(subnet), "AzureBastionSubnet"));
    return isBastions ? bastionGroupProblem(id, inputs.securityRules === undefined ? before : inputs) : undefined;
}

function rulesOf(inputs: Properties): Properties[] {
    return objectsAt(inputs, "securityRules");
}

function nameIsMissing({ id, inputs }: Put): ArmError | undefined {
    return rulesOf(inputs).every((rule) => rule.name)
        ? undefined
        : new ArmError(400, "InvalidRequestFormat", `A security rule of ${id} has no name.`);
}

/** Each end of a rule is one value or a list, never both, never neither. */
function partProblem(rule: Properties): ArmError | undefined {
    const parts = ["sourceAddressPrefix", "sourcePortRange", "destinationAddressPrefix", "destinationPortRange"];
    const wrong = parts.find((part) => {
        const plural = part.endsWith("Prefix") ? `${part}es` : `${part}s`;
        return (textAt(rule, part) === undefined) === (textsAt(rule, plural).length === 0);
    });
    return wrong
        ? new ArmError(
              400,
              "SecurityRuleInvalidParameters",
              `Security rule ${rule.name} must have exactly one of ${wrong} and its plural form.`,
          )
        : undefined;
}

function priorityIsWrong({ inputs }: Put): ArmError | undefined {
    const wrong = rulesOf(inputs).find(({ priority }) => !(Number(priority) >= 100 && Number(priority) <= 4096));
    return wrong
        ? new ArmError(
              400,
              "SecurityRuleInvalidPriority",
              `Security rule has invalid Priority. Value provided: ${wrong.priority} Allowed range 100-4096. Security rule ${wrong.name}.`,
          )
        : undefined;
}

function rulesConflict({ inputs }: Put): ArmError | undefined {
    const rules = rulesOf(inputs);
    for (const [index, rule] of rules.entries()) {
        const rival = rules
            .slice(0, index)
            .find(({ priority, direction }) => priority === rule.priority && direction === rule.direction);
        if (rival) {
            return new ArmError(
                400,
                "SecurityRuleConflict",
                `Security rule ${rule.name} conflicts with rule ${rival.name}. Rules cannot have the same Priority and Direction.`,
            );
        }
    }
    return undefined;
}
