import type { Properties } from "../../provider/provider";
import { objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put } from "../resource-type";
import { partOf } from "./application-gateway-references";

/** Instances of a gateway: https://learn.microsoft.com/azure/application-gateway/application-gateway-autoscaling-zone-redundant */
const mostInstances = 125;

export function skuIsWrong({ id, inputs }: Put): ArmError | undefined {
    const [name = "", tier = ""] = [textAt(inputs, "sku.name"), textAt(inputs, "sku.tier")];
    if (!["Standard_v2", "WAF_v2"].includes(tier)) {
        return invalid(
            "SkuTierDeprecated",
            `Application Gateway SKU tier ${tier} has been deprecated. Supported SKU tiers are Standard_v2,WAF_v2`,
        );
    }
    if (name !== tier) {
        return invalid(
            "SkuInvalid",
            `Application gateway ${id} needs the same sku.name and sku.tier, not ${name} and ${tier}.`,
        );
    }
    const capacity = valueAt(inputs, "sku.capacity");
    const [least, most] = [
        valueAt(inputs, "autoscaleConfiguration.minCapacity"),
        valueAt(inputs, "autoscaleConfiguration.maxCapacity"),
    ];
    if ((capacity === undefined) === (least === undefined)) {
        return invalid(
            "SkuCapacityInvalid",
            `Application gateway ${id} needs either sku.capacity or autoscaleConfiguration.`,
        );
    }
    const isWithin = (value: unknown, from: number) =>
        value === undefined || (Number(value) >= from && Number(value) <= mostInstances);
    return isWithin(capacity, 1) && isWithin(least, 0) && isWithin(most, 2) && !(Number(most) < Number(least))
        ? undefined
        : invalid(
              "SkuCapacityInvalid",
              `Application gateway ${id} can have ${mostInstances} instances, and no more minCapacity than maxCapacity, which is at least 2.`,
          );
}

/** A WAF tier has a policy, in its region, and keeps having one. */
export function firewallPolicyIsWrong({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const policyId = textAt(inputs, "firewallPolicy.id");
    const tier = textAt(inputs, "sku.tier");
    const old = textAt(before, "firewallPolicy.id");
    if (policyId === undefined && old !== undefined && tier === "WAF_v2") {
        return invalid(
            "FirewallPolicyCannotBeRemoved",
            `Firewall policy ${old} cannot be removed from Application Gateway, changing from one firewall policy to another is permitted.`,
        );
    }
    if ((policyId !== undefined) !== (tier === "WAF_v2")) {
        return policyId === undefined
            ? invalid(
                  "FirewallNotConfiguredForSelectedSku",
                  `Application Gateway ${id} with the selected SKU tier ${tier} does not have a firewall policy.`,
              )
            : invalid(
                  "FirewallCannotBeEnabledForSelectedSku",
                  `Application Gateway ${id} with the selected SKU tier ${tier} does not support a firewall policy.`,
              );
    }
    const used = [inputs, ...objectsAt(inputs, "httpListeners")].flatMap((it) => textAt(it, "firewallPolicy.id") ?? []);
    const foreign = used.find((each) => {
        const policy = cloud.find(each);
        return (
            policy?.type !== "azure-native:network:WebApplicationFirewallPolicy" ||
            policy.body.location !== inputs.location
        );
    });
    return foreign === undefined
        ? undefined
        : invalid(
              "FirewallPolicyInvalid",
              `Application gateway ${id} needs the id of a firewall policy in its region, not ${foreign}.`,
          );
}

export function listenersAreWrong({ id, inputs }: Put): ArmError | undefined {
    const listeners = objectsAt(inputs, "httpListeners");
    const ends = (it: Properties) =>
        [textAt(it, "frontendIPConfiguration.id"), textAt(it, "frontendPort.id")].join().toLowerCase();
    for (const [index, listener] of listeners.entries()) {
        const { name } = listener;
        if (ends(listener).split(",").includes("")) {
            return invalid(
                "HttpListenerInvalid",
                `Listener ${name} of ${id} needs frontendIPConfiguration and frontendPort.`,
            );
        }
        const hasCertificate = textAt(listener, "sslCertificate.id") !== undefined;
        if (hasCertificate !== (listener.protocol === "Https")) {
            return invalid(
                "HttpsListenerMustReferenceSslCert",
                `Listener ${name} of ${id} needs an sslCertificate exactly when its protocol is Https.`,
            );
        }
        const rival = listeners
            .slice(0, index)
            .find(
                (other) =>
                    ends(other) === ends(listener) && hostsOf(other).some((it) => hostsOf(listener).includes(it)),
            );
        if (rival) {
            return invalid(
                "HttpListenersUsingSameFrontendPortAndFrontendIpConfig",
                `Two Http Listeners of Application Gateway ${id}, ${rival.name} and ${name}, are using the same Frontend Port and HostName.`,
            );
        }
    }
    return undefined;
}

function hostsOf(listener: Properties): string[] {
    const hosts = [textAt(listener, "hostName") ?? [], textsAt(listener, "hostNames")].flat();
    return hosts.length === 0 ? ["*"] : hosts.map((host) => host.toLowerCase());
}

/** Each listener has one rule, which says where requests go. */
export function routingIsWrong({ id, inputs }: Put): ArmError | undefined {
    const rules = objectsAt(inputs, "requestRoutingRules");
    for (const [index, rule] of rules.entries()) {
        const ruleId = `${id}/requestRoutingRules/${rule.name}`;
        if (rule.priority === undefined) {
            return invalid(
                "RequestRoutingRulePriorityCannotBeEmpty",
                `Priority for the request routing rule ${ruleId} cannot be empty. All request routing rules should have a priority defined starting from api-version 2021-08-01`,
            );
        }
        const earlier = rules.slice(0, index);
        const rival = earlier.find(({ priority }) => priority === rule.priority);
        if (rival) {
            return invalid(
                "RequestRoutingRulePriorityNotUnique",
                `Request routing rules ${rival.name} and ${rule.name} of ${id} have the same priority ${rule.priority}.`,
            );
        }
        const listener = textAt(rule, "httpListener.id");
        const shared = earlier.find((other) => sameId(textAt(other, "httpListener.id") ?? "", listener ?? "-"));
        if (listener === undefined || shared) {
            return invalid(
                "RequestRoutingRuleInvalid",
                shared
                    ? `Request routing rules ${shared.name} and ${rule.name} of ${id} have the same listener.`
                    : `Request routing rule ${ruleId} needs an httpListener.`,
            );
        }
        if (!leadsSomewhere(rule)) {
            return invalid(
                "RequestRoutingRuleInvalid",
                `Request routing rule ${ruleId} needs backendAddressPool and backendHttpSettings, or a redirectConfiguration, and with ruleType PathBasedRouting a urlPathMap instead.`,
            );
        }
    }
    const idle = objectsAt(inputs, "httpListeners").find(
        (listener) =>
            !rules.some((rule) => partOf(inputs, "httpListeners", textAt(rule, "httpListener.id")) === listener),
    );
    return idle
        ? invalid("HttpListenerNotReferenced", `Listener ${idle.name} of ${id} has no request routing rule.`)
        : undefined;
}

function leadsSomewhere(rule: Properties): boolean {
    const has = (property: string) => textAt(rule, `${property}.id`) !== undefined;
    const backend = has("backendAddressPool") && has("backendHttpSettings");
    const some = ["backendAddressPool", "backendHttpSettings"].some(has);
    return rule.ruleType === "PathBasedRouting"
        ? has("urlPathMap") && !some && !has("redirectConfiguration")
        : !has("urlPathMap") && backend === some && backend !== has("redirectConfiguration");
}

/** https://learn.microsoft.com/azure/application-gateway/application-gateway-probe-overview */
export function backendsAreWrong({ id, inputs }: Put): ArmError | undefined {
    const wrongProbe = objectsAt(inputs, "probes").find(
        (probe) =>
            !(textAt(probe, "path") ?? "").startsWith("/") ||
            probe.protocol === undefined ||
            [probe.interval, probe.timeout, probe.unhealthyThreshold].includes(undefined) ||
            (textAt(probe, "host") === undefined) !== (probe.pickHostNameFromBackendHttpSettings === true),
    );
    if (wrongProbe) {
        return invalid(
            "ProbeInvalid",
            `Probe ${wrongProbe.name} of ${id} needs protocol, interval, timeout, unhealthyThreshold, a path that begins with /, and either host or pickHostNameFromBackendHttpSettings.`,
        );
    }
    for (const settings of objectsAt(inputs, "backendHttpSettingsCollection")) {
        const { name, port, protocol } = settings;
        if (port === undefined || protocol === undefined) {
            return invalid("BackendHttpSettingsInvalid", `Backend settings ${name} of ${id} need port and protocol.`);
        }
        if (textAt(settings, "hostName") !== undefined && settings.pickHostNameFromBackendAddress === true) {
            return invalid(
                "BackendHttpSettingsInvalid",
                `Backend settings ${name} of ${id} can have either hostName or pickHostNameFromBackendAddress.`,
            );
        }
        const probe = partOf(inputs, "probes", textAt(settings, "probe.id"));
        if (probe && probe.protocol !== protocol) {
            return invalid(
                "ProbeProtocolMustMatchBackendHttpSettingsProtocol",
                `Probe ${probe.name} of ${id} has the protocol ${probe.protocol}, its backend settings ${name} have ${protocol}.`,
            );
        }
        const hasHost = textAt(settings, "hostName") !== undefined || settings.pickHostNameFromBackendAddress === true;
        if (probe?.pickHostNameFromBackendHttpSettings === true && !hasHost) {
            return invalid(
                "ProbeInvalid",
                `Probe ${probe.name} of ${id} takes its host from backend settings ${name}, which have none.`,
            );
        }
    }
    const wrongPool = objectsAt(inputs, "backendAddressPools").find((pool) =>
        objectsAt(pool, "backendAddresses").some(
            ({ fqdn, ipAddress }) => (fqdn === undefined) === (ipAddress === undefined),
        ),
    );
    return wrongPool
        ? invalid(
              "BackendAddressPoolInvalid",
              `Each address of pool ${wrongPool.name} of ${id} needs either fqdn or ipAddress.`,
          )
        : undefined;
}

function invalid(code: string, message: string): ArmError {
    return new ArmError(400, `ApplicationGateway${code}`, message);
}
