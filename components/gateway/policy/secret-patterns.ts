const secrets = [
    // tokens of Entra and of everybody who uses JSON Web Tokens: https://www.rfc-editor.org/rfc/rfc7519#section-3
    "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*",
    "\\b[Bb]earer +[A-Za-z0-9._~+/=-]{20,}",
    // https://www.rfc-editor.org/rfc/rfc7468#section-10; one that was cut off counts too
    "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$(?![\\s\\S]))",
    // connection strings and settings of Azure and of databases
    "(?:[Aa]ccount[Kk]ey|[Ss]hared[Aa]ccess[Kk]ey|[Ss]hared[Aa]ccess[Ss]ignature|[Pp]assword|PASSWORD|[Pp]wd|PWD|[Cc]lient_?[Ss]ecret|CLIENT_SECRET) *= *[^\\s;,\"'&]{6,}",
    // signature of a shared access signature: https://learn.microsoft.com/azure/storage/common/storage-sas-overview
    "\\bsig=[A-Za-z0-9%+/]{40,}=*",
    // user and password in a URL
    '://[^/\\s:@"]{1,64}:[^/\\s:@"]{3,128}@',
    // secret of an Entra application
    "\\b[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
    // keys that Microsoft made recognisable: https://github.com/microsoft/security-utilities
    "\\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}",
    "\\b[A-Za-z0-9+/]{76}(?:APIM|ACDb|AzFu|AzSe|AzCa|\\+(?:ABa|AMC|ASt|ACR|AEh|AIo|ARm))[A-Za-z0-9+/]{5}[AQgw]==",
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b",
    // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    "\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "\\bglpat-[A-Za-z0-9_-]{20,}",
    "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "\\bAIza[A-Za-z0-9_-]{35}",
    "\\bsk-[A-Za-z0-9_-]{20,}",
    "\\bnpm_[A-Za-z0-9]{36}\\b",
];

/**
 * Credentials that a tool may let slip, as one regular expression that .NET and JavaScript read alike. No part of it takes
 * long on any text: what repeats without limit has a fixed beginning.
 */
export const anySecret = secrets.map((secret) => `(?:${secret})`).join("|");
