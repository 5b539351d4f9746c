export * from "../provider/values";
