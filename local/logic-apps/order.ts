import { type Action, type ActionStatus, type Actions, branchesOf } from "./definition";

/** Actions with those inside them. */
export function withInner(actions: Actions): [name: string, action: Action][] {
    return Object.entries(actions).flatMap(([name, action]): [string, Action][] => [
        [name, action],
        ...branchesOf(action).flatMap(withInner),
    ]);
}

/** Actions with what they run after before them. */
export function inOrder(actions: Actions): [name: string, action: Action][] {
    const ordered = new Map<string, Action>();
    const add = ([name, action]: [string, Action]) => {
        for (const before of Object.keys(action.runAfter ?? {})) {
            const found = actions[before];
            if (found && !ordered.has(before)) add([before, found]);
        }
        ordered.set(name, action);
    };
    for (const entry of Object.entries(actions)) if (!ordered.has(entry[0])) add(entry);
    return [...ordered];
}

/**
 * What actions come to together: those that nothing runs after count, and in the place of a skipped one what it would have
 * run after. https://learn.microsoft.com/azure/logic-apps/error-exception-handling#control-run-after-behavior
 */
export function togetherOf(actions: Actions, done: ReadonlyMap<string, ActionStatus>): ActionStatus {
    const followed = new Set(Object.values(actions).flatMap(({ runAfter = {} }) => Object.keys(runAfter)));
    const isFailed = (name: string): boolean => {
        const status = done.get(name);
        return status === "Skipped"
            ? Object.keys(actions[name]?.runAfter ?? {}).some(isFailed)
            : status === "Failed" || status === "TimedOut";
    };
    const last = Object.keys(actions).filter((name) => !followed.has(name));
    return last.some(isFailed) ? "Failed" : "Succeeded";
}
