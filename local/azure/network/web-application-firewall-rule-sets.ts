/** Rules of a managed set by their group. */
export type RuleSet = Record<string, number[]>;

/** Numbers that follow each other. */
function counted(first: number, count: number, step = 1): number[] {
    return Array.from({ length: count }, (_, index) => first + index * step);
}

const botGroups = { BadBots: [100100, 100200], UnknownBots: counted(300100, 7, 100) };

/**
 * Managed rule sets that a policy of Application Gateway can have, as the API names them:
 * https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-crs-rulegroups-rules. Of the older
 * OWASP sets, which Azure still takes, the rules are not listed: null.
 */
export const ruleSets: Record<string, Record<string, RuleSet | null>> = {
    Microsoft_DefaultRuleSet: {
        "2.1": {
            General: [200002, 200003],
            "METHOD-ENFORCEMENT": [911100],
            "PROTOCOL-ENFORCEMENT": [
                ...[920100, 920120, 920121, 920160, 920170, 920171, 920180, 920181, 920190, 920200, 920201, 920210],
                ...[920220, 920230, 920240, 920260, 920270, 920271, 920280, 920290, 920300, 920310, 920311, 920320],
                ...[920330, 920340, 920341, 920350, 920420, 920430, 920440, 920450, 920470, 920480, 920500],
            ],
            "PROTOCOL-ATTACK": [921110, 921120, 921130, 921140, 921150, 921151, 921160, 921190, 921200],
            LFI: counted(930100, 4, 10),
            RFI: counted(931100, 4, 10),
            RCE: [...[932100, 932105, 932110, 932115, 932120, 932130, 932140, 932150, 932160, 932170, 932171], 932180],
            PHP: [...[933100, 933110, 933120, 933130, 933140, 933150, 933151, 933160, 933170, 933180, 933200], 933210],
            NODEJS: [934100],
            XSS: [941100, 941101, ...counted(941110, 28, 10)],
            SQLI: [
                ...counted(942100, 27, 10),
                ...[942361, 942370, 942380, 942390, 942400, 942410, 942430, 942440, 942450, 942470, 942480, 942500],
                942510,
            ],
            FIX: counted(943100, 3, 10),
            JAVA: [944100, 944110, 944120, 944130, 944200, 944210, 944240, 944250],
            "MS-ThreatIntel-WebShells": counted(99005002, 5),
            "MS-ThreatIntel-AppSec": counted(99030001, 2),
            "MS-ThreatIntel-SQLI": counted(99031001, 4),
            "MS-ThreatIntel-CVEs": counted(99001001, 18),
        },
    },
    Microsoft_BotManagerRuleSet: {
        "1.0": { ...botGroups, GoodBots: [200100, 200200] },
        "1.1": {
            ...botGroups,
            BadBots: [...botGroups.BadBots, 100300],
            GoodBots: counted(200100, 7, 100),
        },
    },
    OWASP: { "3.0": null, "3.1": null, "3.2": null },
};
