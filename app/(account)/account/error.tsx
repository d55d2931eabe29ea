"use client";

// A page of the account area that failed: the frame and its navigation stay.
export { Failed as default } from "@/components/ui/failed";
