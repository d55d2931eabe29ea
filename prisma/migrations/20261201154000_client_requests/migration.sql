-- CreateTable
CREATE TABLE "client_requests" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT,
    "request_id" TEXT,
    "flow" UUID,
    "person" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "client_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_usage" (
    "client_id" TEXT NOT NULL,
    "span" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "measure" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "client_usage_pkey" PRIMARY KEY ("client_id","span","starts_at","measure","name")
);

-- CreateIndex
CREATE INDEX "client_requests_client_id_id_idx" ON "client_requests"("client_id", "id");

-- CreateIndex
CREATE INDEX "client_requests_created_at_idx" ON "client_requests"("created_at");

-- CreateIndex
CREATE INDEX "client_usage_span_starts_at_idx" ON "client_usage"("span", "starts_at");

-- AddForeignKey
ALTER TABLE "client_requests" ADD CONSTRAINT "client_requests_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_usage" ADD CONSTRAINT "client_usage_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The newest refusals of each app, which its developers see already. Of a busy app its newest 5,000 events are read, because
-- the statement holds locks on the apps meanwhile.
INSERT INTO "client_requests" ("id", "client_id", "created_at", "type", "endpoint", "outcome", "cause", "request_id", "data")
SELECT e."id", e."client_id", e."created_at", e."type",
  CASE e."type" WHEN 'authorize.denied' THEN 'consent' WHEN 'backchannel_logout.sent' THEN 'backchannel_logout'
    WHEN 'client.logo_failed' THEN 'logo' ELSE left(e."type", -length('.refused')) END,
  e."outcome", e."data"->>'cause', e."request_id", e."data" - 'cause'
FROM "clients" c CROSS JOIN LATERAL (
  SELECT * FROM (
    SELECT * FROM "audit_events" a
    WHERE a."client_id" = c."id" AND a."created_at" >= now() - interval '30 days'
    ORDER BY a."created_at" DESC LIMIT 5000
  ) newest
  WHERE newest."outcome" <> 'ok' AND (newest."type" LIKE '%.refused'
    OR newest."type" IN ('authorize.denied', 'backchannel_logout.sent', 'client.logo_failed'))
  ORDER BY newest."created_at" DESC LIMIT 200
) e;
