import type { Stored } from "../azure/cloud";
import type { DeployedEdge, HeaderRewrite } from "./deployed";
import { readFirewall } from "./read-firewall";
import { Settings } from "./settings";

/**
 * What an Application Gateway serves. Throws an Error that names the setting when it has one that would change what a
 * request meets, and that the edge cannot serve.
 *
 * Not looked at: probes (the backend counts as healthy as long as it answers), scaling, addresses and certificates.
 *
 * @param find - The resource with an id.
 */
export function readEdge(gateway: Stored, find: (id: string) => Stored | undefined): DeployedEdge {
    const settings = new Settings(gateway.body, gateway.id);
    // version 2 with a firewall, which reads requests whole whatever `enableRequestBuffering` says:
    // https://learn.microsoft.com/azure/application-gateway/proxy-buffers#limitations
    settings.oneOf("sku.tier", "WAF_v2");
    settings.oneOf("sslPolicy.policyType", "CustomV2");
    settings.oneOf("sslPolicy.minProtocolVersion", "TLSv1_3");
    settings.oneOf("globalConfiguration.enableResponseBuffering", false);
    settings.none("redirectConfigurations", "urlPathMaps", "customErrorConfigurations", "sslProfiles");
    const rule = settings.single("requestRoutingRules");
    rule.oneOf("ruleType", "Basic");
    rule.none("redirectConfiguration", "urlPathMap");
    const firewall = find(settings.text("firewallPolicy.id")) ?? settings.refuse("firewallPolicy.id");
    return {
        id: gateway.id,
        listener: readListener(settings, rule),
        http2: settings.boolean("enableHttp2"),
        rule: rule.text("name"),
        backend: readBackend(settings, rule),
        ...readRewrites(settings, rule),
        firewall: readFirewall(firewall),
    };
}

function readListener(settings: Settings, rule: Settings): DeployedEdge["listener"] {
    const listener = settings.part("httpListeners", rule, "httpListener");
    if (settings.single("httpListeners").text("name") !== listener.text("name")) settings.refuse("httpListeners");
    listener.oneOf("protocol", "Https");
    listener.none("hostNames", "firewallPolicy", "customErrorConfigurations", "sslProfile");
    const port = settings.part("frontendPorts", listener, "frontendPort").number("port");
    return { name: listener.text("name"), host: listener.text("hostName").toLowerCase(), port };
}

function readBackend(settings: Settings, rule: Settings): DeployedEdge["backend"] {
    const pool = settings.part("backendAddressPools", rule, "backendAddressPool");
    const http = settings.part("backendHttpSettingsCollection", rule, "backendHttpSettings");
    http.oneOf("protocol", "Https");
    http.oneOf("cookieBasedAffinity", "Disabled");
    http.oneOf("pickHostNameFromBackendAddress", false, undefined);
    http.none("path");
    return {
        pool: pool.text("name"),
        settings: http.text("name"),
        fqdn: pool.single("backendAddresses").text("fqdn"),
        host: http.text("hostName"),
        timeoutSeconds: http.number("requestTimeout"),
    };
}

function readRewrites(settings: Settings, rule: Settings): Pick<DeployedEdge, "requestRewrites" | "responseRewrites"> {
    const rules = rule.lacks("rewriteRuleSet")
        ? []
        : settings.part("rewriteRuleSets", rule, "rewriteRuleSet").all("rewriteRules");
    const inOrder = rules.toSorted((one, other) => one.number("ruleSequence") - other.number("ruleSequence"));
    for (const each of inOrder) each.none("conditions", "actionSet.urlConfiguration");
    const rewrites = (side: string) =>
        inOrder.flatMap((each) => each.all(`actionSet.${side}HeaderConfigurations`)).map(readRewrite);
    return { requestRewrites: rewrites("request"), responseRewrites: rewrites("response") };
}

function readRewrite(configuration: Settings): HeaderRewrite {
    configuration.none("headerValueMatcher");
    const value = configuration.text("headerValue");
    if (/[{}]/.test(value.replaceAll("{var_client_ip}", ""))) configuration.refuse("headerValue");
    // the firewall would look at requests after a rewrite of the host:
    // https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#using-url-rewrite-or-host-header-rewrite-with-web-application-firewall-waf_v2-sku
    const header = configuration.text("headerName");
    if (header.toLowerCase() === "host") configuration.refuse("headerName");
    return { header, value };
}
