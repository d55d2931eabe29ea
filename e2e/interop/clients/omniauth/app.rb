require "sinatra"
require "omniauth_openid_connect"

set :bind, ENV["HOST"]
set :port, ENV["PORT"]
enable :sessions
set :session_secret, ENV["CLIENT_SECRET"] * 2
# The portal of this run is on http; the gems take https for granted.
SWD.url_builder = URI::HTTP

issuer = URI(ENV["ISSUER"])
use OmniAuth::Builder do
  provider :openid_connect,
    name: :openid_connect,
    scope: %i[openid profile email],
    response_type: :code,
    issuer: ENV["ISSUER"],
    discovery: true,
    client_options: {
      scheme: issuer.scheme, host: issuer.host, port: issuer.port,
      identifier: ENV["CLIENT_ID"], secret: ENV["CLIENT_SECRET"],
      redirect_uri: ENV["APP_URL"] + "/auth/openid_connect/callback",
    }
end

get "/" do
  user = session[:user]
  next "#{user["name"]} #{user["email"]}" if user
  %(nobody <form method="post" action="/auth/openid_connect"><input type="hidden" name="authenticity_token" value="#{Rack::Protection::AuthenticityToken.token(session)}"><button>Sign in</button></form>)
end

get "/auth/openid_connect/callback" do
  info = request.env["omniauth.auth"].info
  session[:user] = { "name" => info.name, "email" => info.email }
  redirect "/"
end

get "/auth/failure" do
  status 500
  params.inspect
end

get "/logout" do
  session.clear
  redirect "/"
end
