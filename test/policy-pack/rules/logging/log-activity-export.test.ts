// Does not prove that the setting is of the subscription of this environment: the provider decides that.
import rule from "../../../../policy-pack/rules/logging/log-activity-export";
import { describeSharedExport } from "./shared-export";

describeSharedExport(rule, "monitor:SubscriptionDiagnosticSetting", ["Administrative", "Alert", "Policy", "Security"]);
