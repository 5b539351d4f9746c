import { PlaybookName } from "./playbook-name";
import { incident, outcome, responseTo } from "./response";
import { graph, once, type PlaybookSettings, set, type WorkflowDefinition } from "./workflow";

export interface NotifySettings extends PlaybookSettings {
    /** Object id of the mailbox that the mail comes from. */
    mailboxId: string;
    recipients: string[];
}

/**
 * Tells people of an incident by mail: its number, title and severity, and where it is; nothing of who or what was part
 * in it.
 *
 * An administrator gives its identity the application role Mail.Send of Microsoft Graph, which is for every mailbox of the
 * tenant, and limits it to this one: https://learn.microsoft.com/exchange/permissions-exo/application-rbac
 *
 * Serves practices IR-1 and 5.4.
 */
export function notify({ mailboxId, recipients, ...settings }: NotifySettings): WorkflowDefinition {
    return responseTo({
        playbook: PlaybookName.Notify,
        settings,
        onceOnly: true,
        steps: {
            Send_mail: once(
                graph(settings, {
                    method: "POST",
                    uri: `/v1.0/users/${mailboxId}/sendMail`,
                    body: {
                        message: {
                            subject: `@{concat('[', ${incident.severity}, '] Incident ', string(${incident.number}), ': ', ${incident.title})}`,
                            body: {
                                contentType: "Text",
                                content: `@{concat('Incident ', string(${incident.number}), ' of severity ', ${incident.severity}, ': ', ${incident.title}, '. ', coalesce(${incident.url}, ''))}`,
                            },
                            toRecipients: recipients.map((address) => ({ emailAddress: { address } })),
                        },
                        saveToSentItems: false,
                    },
                }),
            ),
            Say_done: set(outcome, "People were told by mail."),
        },
    });
}
