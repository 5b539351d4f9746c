interface EntityKind {
    /** What a column may hold. */
    identifiers: readonly string[];
    /** Of these, those that suffice to say who or what it is. */
    strong: readonly string[];
}

/** Kinds of entities that detections name: https://learn.microsoft.com/azure/sentinel/entities-reference#entity-types-and-identifiers */
const entityKinds: Readonly<Record<string, EntityKind>> = {
    Account: { identifiers: ["AadUserId", "AadTenantId", "Name", "UPNSuffix"], strong: ["AadUserId"] },
    AzureResource: { identifiers: ["ResourceId"], strong: ["ResourceId"] },
    DNS: { identifiers: ["DomainName"], strong: ["DomainName"] },
    IP: { identifiers: ["Address"], strong: ["Address"] },
};

/** What Sentinel would not take of a mapping from kinds of entities and identifiers to columns, or could not use. */
export function entityProblems(entities: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] {
    return [
        ...(Object.keys(entities).length === 0 ? ["entities must name somebody or something."] : []),
        ...Object.entries(entities).flatMap(([kind, columns]) => kindProblems(kind, Object.keys(columns))),
    ];
}

function kindProblems(kind: string, identifiers: string[]): string[] {
    const known = entityKinds[kind];
    if (known === undefined)
        return [`entities has "${kind}"; it must be one of ${Object.keys(entityKinds).join(", ")}.`];
    const unknown = identifiers.filter((identifier) => !known.identifiers.includes(identifier));
    return [
        ...unknown.map(
            (identifier) => `${kind} has "${identifier}"; it must be one of ${known.identifiers.join(", ")}.`,
        ),
        ...(identifiers.some((identifier) => known.strong.includes(identifier))
            ? []
            : [`${kind} needs one of ${known.strong.join(", ")}, which alone say who or what it is.`]),
        ...(identifiers.length > 3 ? [`${kind} may have at most three identifiers.`] : []),
    ];
}
