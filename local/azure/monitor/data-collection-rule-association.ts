import { each, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";

/** What the one association with an endpoint must be called: the SDK says so at `associationName`. */
const endpointAssociation = "configurationAccessEndpoint";

const targets = {
    dataCollectionEndpointId: "Microsoft.Insights/dataCollectionEndpoints",
    dataCollectionRuleId: "Microsoft.Insights/dataCollectionRules",
};

/** Microsoft.Insights/dataCollectionRuleAssociations: a resource follows a rule, or uses an endpoint. */
export const dataCollectionRuleAssociation: ResourceType = {
    token: "azure-native:monitor:DataCollectionRuleAssociation",
    apiVersion: "2022-06-01",
    path: "/{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
    properties: {
        ...each(string, ...Object.keys(targets), "description"),
        ...readOnly("etag", "metadata", "provisioningState", "name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 3 },
    refuse: [targetIsWrong],
};

function targetIsWrong({ name, inputs }: Put): ArmError | undefined {
    const given = Object.entries(targets).filter(([property]) => inputs[property] !== undefined);
    const [first] = given;
    if (given.length !== 1 || !first) {
        return invalid("it needs either a dataCollectionRuleId or a dataCollectionEndpointId");
    }
    const [property, type] = first;
    const id = textAt(inputs, property) ?? "";
    if (!sameId(armTypeOf(id), type)) {
        return invalid(`${property} must be the id of one of ${type}, not ${id}`);
    }
    return (property === "dataCollectionEndpointId") === (name === endpointAssociation)
        ? undefined
        : invalid(`an association with an endpoint, and no other, has the name ${endpointAssociation}`);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidPayload", `The association is invalid: ${problem}.`);
}
