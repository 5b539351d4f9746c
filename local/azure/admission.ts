import { valueIsNotAllowed } from "./allowed-values";
import { isLockedDown } from "./container-service/node-group";
import { locationChanges, locationIsWrong } from "./locations";
import { deleteIsLocked, writeIsLocked } from "./locks";
import { subnetIsUnfit } from "./network/placement";
import { publicAddressIsUnfit } from "./network/public-address-rules";
import { referenceIsMissing } from "./references";
import type { Put, Removal, ResourceType, Rule } from "./resource-type";
import { parentIsMissing, providerIsNotRegistered, subscriptionIsMissing } from "./scopes";

const putRules: Rule<Put>[] = [
    subscriptionIsMissing,
    providerIsNotRegistered,
    parentIsMissing,
    writeIsLocked,
    isLockedDown("write"),
    locationIsWrong,
    locationChanges,
    referenceIsMissing,
    valueIsNotAllowed,
    subnetIsUnfit,
    publicAddressIsUnfit,
];

/** Throws the first reason that ARM has to refuse the request. */
export function admitPut(put: Put): void {
    firstRefusal([...putRules, ...(put.type.refuse ?? [])], put);
}

export function admitRemoval(type: ResourceType, removal: Removal): void {
    firstRefusal([deleteIsLocked, isLockedDown("delete"), ...(type.refuseDelete ?? [])], removal);
}

function firstRefusal<Request>(rules: Rule<Request>[], request: Request): void {
    for (const rule of rules) {
        const refusal = rule(request);
        if (refusal) {
            throw refusal;
        }
    }
}
