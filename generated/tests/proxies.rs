//! Both clients with a proxy from the environment, and a server with a certificate of a private authority. The clients run
//! in a child process, which has its own environment.
#![cfg(unix)]

#[path = "../examples/proxy/offline.rs"]
mod offline;

use std::env;
use std::error::Error as _;
use std::process::Command;

use katapult_api::runtime::ErrorKind;
use katapult_api::{Client, RetryPolicy, blocking, data_centers};

/// Makes calls in a child process with these variables, and returns their outcomes.
fn calls(variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    for name in
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
    {
        child.env_remove(name);
    }
    child.args(["--exact", "proxies::calls_from_the_child_process", "--ignored", "--nocapture"]);
    let child = child.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&child.stdout);
    text.lines().filter_map(|line| line.split_once("outcome: ").map(|(_, outcome)| format!("{outcome}\n"))).collect()
}

#[test]
fn uses_the_proxy_of_the_environment() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let offline = offline::start().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let authority = directory.path().join("authority.pem");
    std::fs::write(&authority, &offline.pem).unwrap();
    let authority = ("SSL_CERT_FILE", authority.to_str().unwrap());
    let proxy = ("HTTPS_PROXY", offline.proxy.as_str());
    let twice = |outcome: &str| format!("{outcome}\n{outcome}\n");

    assert_eq!(calls(&[authority, proxy]), twice("Behind the proxy"));
    assert_eq!(calls(&[authority, ("all_proxy", &offline.proxy)]), twice("Behind the proxy"));
    // DNS does not resolve the name of the server, so only the proxy can connect to it.
    for direct in
        [&[authority][..], &[authority, ("HTTP_PROXY", &offline.proxy)], &[authority, proxy, ("NO_PROXY", "*")]]
    {
        let outcome = calls(direct);
        assert_eq!(outcome.matches("Connect: ").count(), 2, "{outcome}");
        assert!(!outcome.contains("proxy"), "{outcome}");
    }
    for unusable in ["socks5://127.0.0.1:1080", "::"] {
        let outcome = calls(&[authority, ("HTTPS_PROXY", unusable), ("ALL_PROXY", &offline.proxy)]);
        assert_eq!(outcome.matches("no client: invalid proxy in HTTPS_PROXY: ").count(), 2, "{outcome}");
    }
}

#[test]
fn only_a_trusted_server_gets_a_request() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (offline, other) = (offline::start().unwrap(), offline::start().unwrap());
    let directory = tempfile::tempdir().unwrap();
    let authority = directory.path().join("authority.pem");
    std::fs::write(&authority, &other.pem).unwrap();
    let outcome = calls(&[("SSL_CERT_FILE", authority.to_str().unwrap()), ("HTTPS_PROXY", &offline.proxy)]);
    assert_eq!(outcome.matches("Connect: ").count(), 2, "{outcome}");
    assert_eq!(outcome.matches("InvalidCertificate").count(), 2, "{outcome}");
}

/// Runs in the child process: a call with each client.
#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn calls_from_the_child_process() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let never = RetryPolicy::never();
    let client = Client::builder().token("any").url(offline::URL).retry(never).build();
    let blocking = blocking::Client::builder().token("any").url(offline::URL).retry(never).build();
    let outcomes = [
        client.map(|client| runtime.block_on(client.send(data_centers::list()))),
        blocking.map(|client| client.send(data_centers::list())),
    ];
    for outcome in outcomes {
        println!();
        match outcome {
            Err(error) => println!("outcome: no client: {error}"),
            Ok(Ok(found)) => println!("outcome: {}", found.data_centers[0].name),
            Ok(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::Connect);
                println!("outcome: Connect: {error} {:?}", error.source());
            }
        }
    }
}
