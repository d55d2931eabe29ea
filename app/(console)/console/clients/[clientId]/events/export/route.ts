import { handleRequestExport } from "@/lib/console/handle-requests";

export const GET = handleRequestExport;
