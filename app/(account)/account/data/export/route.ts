import { handleExport } from "@/lib/account/handle-export";

export const GET = handleExport;
