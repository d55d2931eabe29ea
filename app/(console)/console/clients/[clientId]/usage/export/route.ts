import { handleUsageExport } from "@/lib/console/handle-usage";

export const GET = handleUsageExport;
