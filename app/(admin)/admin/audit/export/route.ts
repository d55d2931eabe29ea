import { handleAuditExport } from "@/lib/admin/handle-audit-export";

export const GET = handleAuditExport;
