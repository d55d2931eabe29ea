import { handleNewRequests } from "@/lib/console/handle-requests";

export const GET = handleNewRequests;
