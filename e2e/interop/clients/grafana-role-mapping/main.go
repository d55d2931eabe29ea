// Not Grafana itself: its settings for generic OAuth, and the library that evaluates them. Like Grafana, it looks into the
// ID token first and then into the answer of api_url.
package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/jmespath-community/go-jmespath"
	"golang.org/x/oauth2"
)

var (
	authURL    = flag.String("auth_url", "", "")
	tokenURL   = flag.String("token_url", "", "")
	apiURL     = flag.String("api_url", "", "")
	scopes     = flag.String("scopes", "user:email", "")
	rolePath   = flag.String("role_attribute_path", "", "")
	groupsPath = flag.String("groups_attribute_path", "", "")
)

type person struct {
	name, email, role string
	groups            []string
}

func main() {
	flag.Parse()
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     oauth2.Endpoint{AuthURL: *authURL, TokenURL: *tokenURL},
		RedirectURL:  os.Getenv("APP_URL") + "/login/generic_oauth",
		Scopes:       strings.Fields(*scopes),
	}
	var state string
	var user *person

	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if user == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		fmt.Fprintf(w, "%s %s is %s, in %s", user.name, user.email, user.role, strings.Join(user.groups, ", "))
	})
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state = rand.Text()
		http.Redirect(w, r, config.AuthCodeURL(state), http.StatusFound)
	})
	http.HandleFunc("/login/generic_oauth", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("state") != state {
			http.Error(w, "state", http.StatusBadRequest)
			return
		}
		token, err := config.Exchange(r.Context(), r.URL.Query().Get("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		found, err := readPerson(config.Client(r.Context(), token), token)
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		user = found
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		user = nil
		http.Redirect(w, r, "/", http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}

// readPerson takes each value from the first place that has it.
func readPerson(client *http.Client, token *oauth2.Token) (*person, error) {
	fromToken, err := readIDToken(token)
	if err != nil {
		return nil, err
	}
	fromAPI, err := readUserinfo(client)
	if err != nil {
		return nil, err
	}
	found := &person{}
	for _, data := range []map[string]any{fromToken, fromAPI} {
		if found.name == "" {
			found.name, _ = data["name"].(string)
		}
		if found.email == "" {
			found.email, _ = data["email"].(string)
		}
		if role, err := jmespath.Search(*rolePath, data); err == nil && found.role == "" {
			found.role, _ = role.(string)
		}
		if groups, err := jmespath.Search(*groupsPath, data); err == nil && len(found.groups) == 0 {
			found.groups = listStrings(groups)
		}
	}
	return found, nil
}

func readIDToken(token *oauth2.Token) (map[string]any, error) {
	raw, _ := token.Extra("id_token").(string)
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("no ID token")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, err
	}
	var data map[string]any
	err = json.Unmarshal(payload, &data)
	return data, err
}

func readUserinfo(client *http.Client) (map[string]any, error) {
	answer, err := client.Get(*apiURL)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var data map[string]any
	err = json.NewDecoder(answer.Body).Decode(&data)
	return data, err
}

func listStrings(value any) []string {
	var texts []string
	list, _ := value.([]any)
	for _, each := range list {
		if text, ok := each.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
