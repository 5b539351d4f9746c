/** A trigger or an action of a workflow: https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers */
export interface Step extends Steps {
    name: string;
    type?: string;
    inputs?: StepInputs;
    runtimeConfiguration?: { secureData?: { properties?: unknown[] } };
}

/** Of a step that sends a request. */
interface StepInputs {
    uri?: unknown;
    headers?: object;
    authentication?: { type?: unknown; audience?: unknown };
}

/** What has actions: the workflow, a loop, a scope, and the branches of a condition. */
interface Steps {
    actions?: Record<string, Step>;
    else?: Steps;
    cases?: Record<string, Steps>;
    default?: Steps;
}

export interface Definition extends Steps {
    triggers?: Record<string, Step>;
    parameters?: Record<string, { type?: unknown }>;
}

/** All actions, those inside of others included. */
export function actionsIn(owner: Steps): Step[] {
    const branches = [owner.else, owner.default, ...Object.values(owner.cases ?? {})];
    return [...stepsOf(owner.actions), ...branches.flatMap((branch) => stepsOf(branch?.actions))].flatMap((step) => [
        step,
        ...actionsIn(step),
    ]);
}

export function triggersOf({ triggers }: Definition): Step[] {
    return stepsOf(triggers);
}

function stepsOf(steps: Record<string, Step> = {}): Step[] {
    return Object.entries(steps).map(([name, step]) => ({ ...step, name }));
}
