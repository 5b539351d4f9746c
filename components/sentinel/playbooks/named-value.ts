import { outcome, problem } from "./response";
import { type Action, type Actions, arm, compose, filter, type PlaybookSettings, set, until, when } from "./workflow";

export interface NamedValueSettings extends PlaybookSettings {
    /** ARM id of API Management. */
    gatewayServiceId: string;
}

/** A request about a named value of API Management; `action` is one of its actions. */
export function namedValue(
    settings: NamedValueSettings,
    name: string,
    request: { method: "GET" } | { method: "PATCH"; value: string; etag: string } | { method: "POST"; action: string },
): Action {
    const action = request.method === "POST" ? `/${request.action}` : "";
    return arm(settings, {
        method: request.method,
        uri: `${settings.gatewayServiceId}/namedValues/${name}${action}?api-version=2024-05-01`,
        ...(request.method === "PATCH" && {
            headers: { "If-Match": request.etag },
            body: { properties: { value: request.value } },
        }),
    });
}

/** Text of a list that is empty: API Management has no empty named values. */
const nobody = "none";

/** Most characters of a named value: https://learn.microsoft.com/azure/api-management/api-management-howto-properties */
const maxLength = 4096;

/** Variable that `changeList` needs: the status of the last attempt to write. */
export const writeStatus = "writeStatus";

interface ListChange {
    /** Named value with the list. */
    list: string;
    /** Name of the action whose body has the ids. */
    ids: string;
    change: "add" | "remove";
    /** What is said when it is done, before the ids. */
    done: string;
}

/**
 * Adds ids to a list of responders, or removes them. Who else changes the list meanwhile loses nothing: it is written
 * only as it was read, and else read again.
 */
export function changeList(settings: NamedValueSettings, { list, ids, change, done }: ListChange): Actions {
    const value = "body('Read_list')?['properties']?['value']";
    const status = `variables('${writeStatus}')`;
    return {
        Change_list: until(
            `not(equals(${status}, '412'))`,
            { count: 20, timeout: "PT10M" },
            {
                Read_list: namedValue(settings, list, { method: "GET" }),
                Listed: compose(`@if(equals(${value}, '${nobody}'), json('[]'), split(${value}, ' '))`),
                ...(change === "add"
                    ? { Changed: compose(`@union(outputs('Listed'), body('${ids}'))`) }
                    : {
                          Others: filter("@outputs('Listed')", `@not(contains(body('${ids}'), toLower(item())))`),
                          Changed: compose("@body('Others')"),
                      }),
                Changed_text: compose(`@if(empty(outputs('Changed')), '${nobody}', join(outputs('Changed'), ' '))`),
                Write_if_short: when(
                    `lessOrEquals(length(outputs('Changed_text')), ${maxLength})`,
                    {
                        Write_list: namedValue(settings, list, {
                            method: "PATCH",
                            value: "@{outputs('Changed_text')}",
                            etag: "@{outputs('Read_list')?['headers']?['ETag']}",
                        }),
                        Note_status: {
                            ...set(writeStatus, "@{string(outputs('Write_list')?['statusCode'])}"),
                            runAfter: { Write_list: ["Succeeded", "Failed", "TimedOut"] },
                        },
                    },
                    { Note_length: set(writeStatus, "too long") },
                ),
            },
        ),
        Say_result: when(
            `contains(createArray('200', '202'), ${status})`,
            { Say_done: set(outcome, `@{concat('${done} ', join(body('${ids}'), ', '), '.')}`) },
            {
                Say_problem: set(
                    problem,
                    `@{if(equals(${status}, 'too long'), 'The named value ${list} would have more than ${maxLength} characters; remove ids that need not be in it.', concat('The named value ${list} could not be written: status ', ${status}, '.'))}`,
                ),
            },
        ),
    };
}
