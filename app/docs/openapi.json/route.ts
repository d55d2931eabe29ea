import { handleOpenApiRequest } from "@/lib/docs/handle-open-api";

export const dynamic = "force-dynamic";

export { handleOpenApiRequest as GET };
