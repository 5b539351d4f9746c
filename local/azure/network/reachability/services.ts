import { objectsAt, textAt, valueAt } from "../../../provider/values";
import { lastSegment, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import { allow, type Decision, deny } from "./decision";
import { addressRange, includes } from "./ranges";

/** How somebody comes to the public address of a service. */
export interface Visitor {
    source: number;
    /** The subnet, when the way leads through its service endpoint. */
    subnetId?: string;
    /** The public address that the service sees, as far as it is known. */
    publicAddress?: number;
}

/** What the firewall of a service itself lets in: services have one name for it each. */
export function admitted({ id, body }: Stored, { source, subnetId, publicAddress }: Visitor): Decision[] {
    const name = lastSegment(id);
    const access = textAt(body, "publicNetworkAccess") ?? textAt(body, "properties.publicNetworkAccess");
    if (access !== undefined && !sameId(access, "Enabled")) {
        return deny(`${name}: publicNetworkAccess ${access}`, source);
    }
    const rules = ["networkRuleSet", "networkAcls", "properties.networkRuleSet", "properties.networkAcls"]
        .map((path) => valueAt(body, path))
        .find((found) => found !== undefined);
    if (!sameId(textAt(rules, "defaultAction") ?? "Allow", "Deny")) {
        return allow(`${name}: open to public networks`, source);
    }
    const subnet = objectsAt(rules, "virtualNetworkRules").some((rule) =>
        sameId(textAt(rule, "id") ?? textAt(rule, "virtualNetworkResourceId") ?? "", subnetId ?? "-"),
    );
    const address = objectsAt(rules, "ipRules").some((rule) => {
        const range = addressRange(textAt(rule, "value") ?? textAt(rule, "iPAddressOrRange") ?? "");
        return range !== undefined && publicAddress !== undefined && includes([range], publicAddress);
    });
    return subnet || address
        ? allow(`${name}: ${subnet ? "virtualNetworkRules" : "ipRules"}`, source)
        : deny(`${name}: defaultAction Deny`, source);
}
