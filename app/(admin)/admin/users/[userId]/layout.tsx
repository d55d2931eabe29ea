import type { ReactNode } from "react";
import { findPersonPage } from "@/lib/admin/admin-page";
import { answerNotFound } from "@/lib/http/page-status";
import AdminNotFound from "../../not-found";

interface Props {
  params: Promise<{ userId: string }>;
  children: ReactNode;
}

/** Words in place of the page of an account that there is not. */
export default async function PersonLayout({ params, children }: Props) {
  if (await findPersonPage((await params).userId)) return children;
  answerNotFound();
  return <AdminNotFound />;
}
