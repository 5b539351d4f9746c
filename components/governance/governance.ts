import * as consumption from "@pulumi/azure-native/consumption";
import * as security from "@pulumi/azure-native/security";
import * as pulumi from "@pulumi/pulumi";
import { emailProblems, listed, type PlacementArgs, placementProblems, resourceName, validate } from "../shared";
import { createDefenderPlans, type DefenderPlans, defenderPlansProblem } from "./defender-plans";

/** What an environment may cost. It reports and stops nothing. */
export interface Budget {
    /** Required. Cost of a month, in the currency of the subscription. */
    amount: number;
    /**
     * Required. Day that the budget counts from: the first of the month in which it is created, for example
     * `2027-01-01`. Azure refuses an earlier one then; a later one changes nothing afterwards.
     */
    startDate: string;
    /** Required. Addresses that are told when 80 % are spent, and when the month is forecast to spend all. */
    contactEmails: string[];
}

/** Who is told what Microsoft Defender for Cloud finds in the subscription, besides its owners. */
export interface SecurityNotifications {
    /** Required. Addresses that are told. */
    emails: string[];
}

/** Arguments of `Governance`. */
export interface GovernanceArgs extends PlacementArgs {
    /** Optional. What the resource group may cost. Default: no budget. */
    budget?: Budget;
    /** Optional. A subscription has one such contact, so one of its environments has it. Default: none. Serves practice 5.4. */
    securityContact?: SecurityNotifications;
    /**
     * Optional. Plans of Defender for Cloud. They are the subscription's, so one of its environments has them, and they
     * stay when it is destroyed. Default: none. Serves practices 5.2 and PP-1.
     */
    defenderPlans?: DefenderPlans;
}

/**
 * What an organisation wants to hear about an environment: its cost before it is spent, and alerts and attack paths
 * that Defender for Cloud finds; and the plans by which Defender watches the subscription.
 *
 * Plans of Defender are the whole subscription's: `destroy` leaves them on, because other environments rely on them.
 *
 * The security benchmark is assigned by `ResourceGroup`, so that a group is judged from its first resource on.
 *
 * Serves practices 5.2, 5.4 and PP-1.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class Governance extends pulumi.ComponentResource {
    constructor(name: string, args: GovernanceArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Governance", name, {}, opts);
        validate(this, name, governanceProblems(name, args));

        if (args.budget !== undefined) createBudget(name, args.budget, args, this);
        if (args.securityContact !== undefined) createSecurityContact(name, args.securityContact, this);
        if (args.defenderPlans !== undefined) createDefenderPlans(name, args.defenderPlans, args, this);
        this.registerOutputs({});
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function governanceProblems(name: string, args: GovernanceArgs): string[] {
    const { budget, securityContact, defenderPlans } = args;
    return listed(
        ...placementProblems(name, args),
        ...(budget === undefined ? [] : budgetProblems(budget)),
        ...(securityContact === undefined ? [] : emailProblems(securityContact.emails, "securityContact.emails")),
        defenderPlans && defenderPlansProblem(defenderPlans, args),
    );
}

function budgetProblems({ amount, startDate, contactEmails }: Budget): (string | undefined)[] {
    return [
        Number.isFinite(amount) && amount > 0
            ? undefined
            : `budget.amount is ${amount}; it must be a number greater than 0.`,
        /^\d{4}-(0[1-9]|1[0-2])-01$/.test(startDate)
            ? undefined
            : `budget.startDate is "${startDate}"; it must be the first of a month, for example "2027-01-01".`,
        ...emailProblems(contactEmails, "budget.contactEmails"),
    ];
}

function createBudget(name: string, budget: Budget, args: GovernanceArgs, parent: pulumi.Resource): void {
    const { contactEmails } = budget;
    const notification = (threshold: number, thresholdType: "Actual" | "Forecasted") => ({
        enabled: true,
        operator: "GreaterThanOrEqualTo",
        threshold,
        thresholdType,
        contactEmails,
    });
    new consumption.Budget(
        `${name}-budget`,
        {
            budgetName: resourceName("Microsoft.Consumption/budgets", args.naming, name),
            scope: pulumi.interpolate`/subscriptions/${args.subscriptionId}/resourceGroups/${args.resourceGroupName}`,
            category: "Cost",
            timeGrain: "Monthly",
            timePeriod: { startDate: `${budget.startDate}T00:00:00Z` },
            amount: budget.amount,
            notifications: {
                "actual-80-percent": notification(80, "Actual"),
                "forecast-100-percent": notification(100, "Forecasted"),
            },
        },
        // who deploys again next month says another month
        { parent, ignoreChanges: ["timePeriod"] },
    );
}

function createSecurityContact(name: string, { emails }: SecurityNotifications, parent: pulumi.Resource): void {
    new security.SecurityContact(
        `${name}-security-contact`,
        {
            securityContactName: "default", // the only one that a subscription has
            isEnabled: true,
            emails: emails.join(";"),
            notificationsByRole: { state: "On", roles: ["Owner"] },
            notificationsSources: [
                { sourceType: "Alert", minimalSeverity: "Medium" },
                { sourceType: "AttackPath", minimalRiskLevel: "High" },
            ],
        },
        { parent },
    );
}
