/** What Microsoft Sentinel can do about an incident, by the name of its playbook. */
export const PlaybookName = {
    /** Refuses every request of a user or an application at the gateway, until somebody ends it. */
    BlockPrincipal: "block-principal",
    /** Disables an application in Entra; after approval. */
    DisableServicePrincipal: "disable-service-principal",
    /** Ends all sessions at the gateway; clients begin new ones. */
    EndSessions: "end-sessions",
    /** Cuts the namespace of a server off from the network; after approval. */
    IsolateNamespace: "isolate-namespace",
    /** Tells people by mail. */
    Notify: "notify",
    /** Ends the lower limits of a user or an application at the gateway. */
    ReleasePrincipal: "release-principal",
    /** Draws the keys of sessions anew, which ends all sessions; after approval. */
    RotateSessionKeys: "rotate-session-keys",
    /** Keeps what is known of the incident and of the namespace where nobody can change or delete it. */
    SnapshotEvidence: "snapshot-evidence",
    /** Lowers the limits of a user or an application at the gateway. */
    ThrottlePrincipal: "throttle-principal",
} as const;
export type PlaybookName = (typeof PlaybookName)[keyof typeof PlaybookName];

/** Playbooks that do harm when they are wrong: an analyst approves each run by a label on the incident. */
export const needApproval: readonly PlaybookName[] = [
    PlaybookName.DisableServicePrincipal,
    PlaybookName.IsolateNamespace,
    PlaybookName.RotateSessionKeys,
];

/** Label with which an analyst approves a playbook on an incident. */
export function approvalLabel(playbook: PlaybookName): string {
    return `approved: ${playbook}`;
}
