import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put } from "../resource-type";
import { parts } from "./application-gateway-parts";

/** Which collection a property of a part refers to, whatever the part is. */
const collectionOf: Record<string, string> = {
    backendAddressPool: "backendAddressPools",
    backendHttpSettings: "backendHttpSettingsCollection",
    defaultBackendAddressPool: "backendAddressPools",
    defaultBackendHttpSettings: "backendHttpSettingsCollection",
    defaultRedirectConfiguration: "redirectConfigurations",
    defaultRewriteRuleSet: "rewriteRuleSets",
    frontendIPConfiguration: "frontendIPConfigurations",
    frontendPort: "frontendPorts",
    httpListener: "httpListeners",
    probe: "probes",
    redirectConfiguration: "redirectConfigurations",
    rewriteRuleSet: "rewriteRuleSets",
    sslCertificate: "sslCertificates",
    targetListener: "httpListeners",
    trustedRootCertificates: "trustedRootCertificates",
    urlPathMap: "urlPathMaps",
};

/** Each part has a name of its own, and refers to parts that are in the same request. */
export function partIsMissing({ id, inputs }: Put): ArmError | undefined {
    const all = Object.keys(parts).flatMap((collection) =>
        objectsAt(inputs, collection).map((part) => ({ part, partId: `${id}/${collection}/${part.name ?? ""}` })),
    );
    const nameless = all.find(({ part }) => !part.name);
    if (nameless) {
        return new ArmError(
            400,
            "InvalidRequestFormat",
            `A part of application gateway ${id} has no name: ${nameless.partId}.`,
        );
    }
    const twice = all.find(({ partId }, index) => all.slice(0, index).some((other) => sameId(other.partId, partId)));
    if (twice) {
        return new ArmError(400, "InvalidRequestFormat", `Application gateway ${id} has ${twice.partId} twice.`);
    }
    for (const { part, partId } of all) {
        const missing = referencesOf(part).find(
            ({ collection, target }) =>
                !all.some((other) => sameId(other.partId, target)) ||
                !sameId(target.split("/").at(-2) ?? "", collection),
        );
        if (missing) {
            return new ArmError(
                400,
                "InvalidResourceReference",
                `Resource ${missing.target} referenced by resource ${partId} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
            );
        }
    }
    return undefined;
}

function referencesOf(part: Properties): { collection: string; target: string }[] {
    const own = Object.entries(collectionOf).flatMap(([property, collection]) =>
        [textAt(part, `${property}.id`) ?? [], objectsAt(part, property).flatMap((each) => textAt(each, "id") ?? [])]
            .flat()
            .map((target) => ({ collection, target })),
    );
    return [...own, ...objectsAt(part, "pathRules").flatMap(referencesOf)];
}

/** The part that an id of the same request refers to. */
export function partOf(inputs: Properties, collection: string, reference: string | undefined): Properties | undefined {
    const name = reference?.split("/").at(-1) ?? "";
    return objectsAt(inputs, collection).find((part) => sameId(textAt(part, "name") ?? "", name));
}
