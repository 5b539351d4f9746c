import { classificationLabel, DataClassification, podSecurityLabels, systemNamespaces, tierLabel } from "../shared";
import { celList, celString } from "./cel";
import { type Guard, writes } from "./guard";
import { isAzure } from "./requester";

const label = (name: string) => `variables.labels[?${celString(name)}]`;
const pinned = Object.entries(podSecurityLabels);
const classes = Object.values(DataClassification);

/**
 * A namespace says how much its pods may do, how sensitive its data is and what runs in it, from its first moment on.
 * Nobody takes the name of a namespace of Azure, which the guards leave alone. Serves practices 6.4, 10.1 and 10.2.
 */
export const namespaces: Guard = {
    // labels can be changed through the subresources as well
    matches: [{ group: "", resources: ["namespaces", "namespaces/finalize", "namespaces/status"], operations: writes }],
    variables: {
        azure: isAzure,
        labels: "object.metadata.?labels.orValue({})",
        ours: `!variables.azure && !(object.metadata.name in ${celList([...systemNamespaces, "default"])})`,
    },
    demands: [
        {
            holds: `variables.azure || request.operation != "CREATE" || !(object.metadata.name in ${celList(systemNamespaces)})`,
            message: "This name belongs to Azure, and its namespace is not guarded; choose another.",
        },
        {
            holds: `!variables.ours || (${pinned.map(([name, value]) => `${label(name)}.orValue("") == ${celString(value)}`).join(" && ")})`,
            message: `A namespace must have the labels ${pinned.map(([name, value]) => `${name}=${value}`).join(", ")}.`,
        },
        {
            holds: `!variables.ours || ${label(classificationLabel)}.orValue("") in ${celList(classes)}`,
            message: `A namespace must have the label ${classificationLabel} with one of ${classes.join(", ")}.`,
        },
        {
            holds: `!variables.ours || ${label(tierLabel)}.orValue("") != ""`,
            message: `A namespace must have the label ${tierLabel}, which says what runs in it.`,
        },
        {
            holds: `!variables.ours || oldObject == null || oldObject.metadata.?labels[?${celString(tierLabel)}].orValue(${label(tierLabel)}.orValue("")) == ${label(tierLabel)}.orValue("")`,
            message: `The label ${tierLabel} of a namespace may not change; make another namespace.`,
        },
    ],
};
