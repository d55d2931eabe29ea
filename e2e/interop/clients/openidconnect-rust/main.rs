// The example of the crate's documentation, with a page.
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    reqwest, AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, RedirectUrl, RefreshToken, Scope, TokenResponse,
};
use std::env::var;

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let app = var("APP_URL")?;
    let http = reqwest::blocking::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let metadata = CoreProviderMetadata::discover(&IssuerUrl::new(var("ISSUER")?)?, &http)?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(var("CLIENT_ID")?),
        Some(ClientSecret::new(var("CLIENT_SECRET")?)),
    )
    .set_redirect_uri(RedirectUrl::new(format!("{app}/callback"))?);

    let mut pending = None;
    let mut refresh_token: Option<RefreshToken> = None;
    let mut who = String::from("nobody");
    let server = tiny_http::Server::http(format!("{}:{}", var("HOST")?, var("PORT")?)).map_err(|e| e.to_string())?;
    for request in server.incoming_requests() {
        let url = url::Url::parse(&format!("{app}{}", request.url()))?;
        let query = |name: &str| url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.to_string());
        let result: Result<Option<String>, Problem> = (|| match url.path() {
            "/login" => {
                let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
                let (address, state, nonce) = client
                    .authorize_url(
                        CoreAuthenticationFlow::AuthorizationCode,
                        CsrfToken::new_random,
                        Nonce::new_random,
                    )
                    .add_scope(Scope::new("profile".into()))
                    .add_scope(Scope::new("email".into()))
                    .add_scope(Scope::new("offline_access".into()))
                    .set_pkce_challenge(challenge)
                    .url();
                pending = Some((state, nonce, verifier));
                Ok(Some(address.to_string()))
            }
            "/callback" => {
                let (state, nonce, verifier) = pending.take().ok_or("nobody began")?;
                if query("state").as_deref() != Some(state.secret()) {
                    return Err("state".into());
                }
                let code = AuthorizationCode::new(query("code").ok_or("no code")?);
                let tokens = client.exchange_code(code)?.set_pkce_verifier(verifier).request(&http)?;
                let id_token = tokens.id_token().ok_or("no ID token")?;
                let id_verifier = client.id_token_verifier();
                let claims = id_token.claims(&id_verifier, &nonce)?;
                if let Some(expected) = claims.access_token_hash() {
                    let actual = AccessTokenHash::from_token(
                        tokens.access_token(),
                        id_token.signing_alg()?,
                        id_token.signing_key(&id_verifier)?,
                    )?;
                    if actual != *expected {
                        return Err("access token hash".into());
                    }
                }
                let name = claims.name().and_then(|n| n.get(None)).map(|n| n.to_string()).unwrap_or_default();
                let email = claims.email().map(|e| e.to_string()).unwrap_or_default();
                who = format!("{name} {email}");
                refresh_token = tokens.refresh_token().cloned();
                Ok(Some(format!("{app}/")))
            }
            "/refresh" => {
                let old = refresh_token.clone().ok_or("no refresh token")?;
                let tokens = client.exchange_refresh_token(&old)?.request(&http)?;
                let user: CoreUserInfoClaims = client.user_info(tokens.access_token().clone(), None)?.request(&http)?;
                let name = user.name().and_then(|n| n.get(None)).map(|n| n.to_string()).unwrap_or_default();
                let email = user.email().map(|e| e.to_string()).unwrap_or_default();
                who = format!("{name} {email}");
                Ok(Some(format!("{app}/")))
            }
            "/logout" => {
                who = String::from("nobody");
                Ok(Some(format!("{app}/")))
            }
            _ => Ok(None),
        })();
        match result {
            Ok(Some(to)) => {
                let header = tiny_http::Header::from_bytes("location", to).map_err(|_| "header")?;
                request.respond(tiny_http::Response::empty(302).with_header(header))?;
            }
            Ok(None) => request.respond(tiny_http::Response::from_string(who.clone()))?,
            Err(problem) => {
                let text = format!("{problem}: {:?}", problem.source().map(|s| s.to_string()));
                request.respond(tiny_http::Response::from_string(text).with_status_code(500))?;
            }
        }
    }
    Ok(())
}
