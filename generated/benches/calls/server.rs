//! A server with a thread per connection, which responds to every request with the same bytes. It does not allocate per
//! request, so that only the allocations of the client are counted.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

pub const TOKEN: &str = "any";
pub const ID: &str = "vm_Web1000000000001";

const PRETTY: &str = include_str!("../../tests/bodies/virtual_machine.json");

/// Starts the server, and returns its URL. It stops with the process.
pub fn start() -> String {
    let (listener, url) = listen();
    let response: &'static str = response().leak();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            connection.set_nodelay(true).unwrap();
            let serve = move || {
                while read(&mut connection) {
                    connection.write_all(response.as_bytes()).unwrap();
                }
            };
            thread::Builder::new().stack_size(64 * 1024).spawn(serve).unwrap();
        }
    });
    url
}

/// Listens on a local port, and returns its URL.
pub fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads a request without a body. Returns false if the connection is closed.
pub fn read(connection: &mut TcpStream) -> bool {
    let mut request = [0; 4096];
    let mut length = 0;
    while !request[..length].ends_with(b"\r\n\r\n") {
        match connection.read(&mut request[length..]) {
            Ok(0) | Err(_) => return false,
            Ok(more) => length += more,
        }
    }
    true
}

/// The response, with the headers of the API, a body without white space, and a rate limit that delays no call.
pub fn response() -> String {
    let body: String = PRETTY.lines().map(|line| line.trim().replacen("\": ", "\":", 1)).collect();
    format!(
        "HTTP/1.1 200 OK\r\n\
         Access-Control-Allow-Headers: Authorization, Content-Type\r\n\
         Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE, OPTIONS\r\n\
         Access-Control-Allow-Origin: *\r\n\
         Cache-Control: max-age=0, private, must-revalidate\r\n\
         Content-Length: {}\r\n\
         Content-Type: application/json\r\n\
         Date: Thu, 01 Jan 2026 00:00:01 GMT\r\n\
         Etag: W/\"6f1ed002ab5595859014ebf0951522d9\"\r\n\
         Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n\
         X-Ratelimit-Permitted: 4000000000\r\n\
         X-Ratelimit-Remaining: 3999999999\r\n\
         X-Request-Id: 6927031d-fa44-43e5-8b40-f0bf28ab9a99\r\n\
         \r\n\
         {body}",
        body.len()
    )
}
