# The example of the plugin's documentation, with its settings for OpenID Connect.
use Mojolicious::Lite -signatures;

my ($issuer, $app) = @ENV{qw(ISSUER APP_URL)};
plugin OAuth2 => {
  portico => {
    key            => $ENV{CLIENT_ID},
    secret         => $ENV{CLIENT_SECRET},
    well_known_url => "$issuer/.well-known/openid-configuration",
  },
};
my ($user, $tokens);

get '/' => sub ($c) {
  $c->render(text => $user ? "$user->{name} $user->{email}" : 'nobody');
};
get '/login' => sub ($c) {
  my $asked = {
    redirect_uri    => "$app/login",
    scope           => 'openid profile email offline_access',
    # RFC 6749 §4.1.1 requires it, and the plugin leaves it to the address.
    authorize_query => {response_type => 'code'},
  };
  $c->oauth2->get_token_p(portico => $asked)->then(sub ($found) {
    return unless $found;
    $tokens = $found;
    $user   = $c->oauth2->jwt_decode(portico => data => $tokens->{id_token});
    $c->redirect_to('/');
  })->catch(sub ($problem) { $c->render(text => $problem, status => 500) });
};
get '/refresh' => sub ($c) {
  $c->oauth2->get_refresh_token_p(portico => {refresh_token => $tokens->{refresh_token}})->then(sub ($found) {
    $tokens = $found;
    $c->redirect_to('/');
  })->catch(sub ($problem) { $c->render(text => $problem, status => 500) });
};
get '/logout' => sub ($c) { $user = undef; $c->redirect_to('/') };
app->start;
