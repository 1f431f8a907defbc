//! A local proxy, and a server with a certificate of a new authority, so that the example runs without an account. It is
//! not needed to use the crate.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The URL of the server. DNS does not resolve the name, so it is reachable only through the proxy.
pub const URL: &str = "https://api.katapult.test";

const HOST: &str = "api.katapult.test";

const FOUND: &str = r#"{"data_centers": [{
    "id": "dc_25d48761871e4bf", "name": "Behind the proxy", "permalink": "behind-the-proxy",
    "country": {"id": "ctry_25d48761871e4bf", "name": "United Kingdom"}
}]}"#;

/// The running proxy and server. They stop with the process.
pub struct Offline {
    /// The URL of the proxy.
    pub proxy: String,
    /// The certificate, as PEM, of the authority that signed the server's certificate.
    pub pem: String,
}

/// Starts the server and the proxy.
pub fn start() -> Result<Offline, Box<dyn Error>> {
    let (configuration, pem) = certified()?;
    let server = serve(move |stream| respond(stream, &configuration))?;
    let proxy = serve(move |stream| tunnel(stream, server))?;
    Ok(Offline { proxy: format!("http://{proxy}"), pem })
}

/// Returns the TLS settings of the server, with a certificate for [`HOST`], and the certificate of its authority as PEM.
fn certified() -> Result<(Arc<ServerConfig>, String), Box<dyn Error>> {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new([HOST.to_owned()])?.signed_by(&key, &authority)?;
    let private = PrivateKeyDer::try_from(key.serialize_der())?;
    let configuration =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private)?;
    Ok((Arc::new(configuration), authority.pem()))
}

/// Listens, and runs `work` for each connection, on a thread of its own.
fn serve(work: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let work = Arc::new(work);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let work = Arc::clone(&work);
            thread::spawn(move || work(stream));
        }
    });
    Ok(address)
}

/// Reads a request over TLS, and responds to it.
fn respond(stream: TcpStream, configuration: &Arc<ServerConfig>) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(configuration)).map_err(io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let request = head(&mut stream)?;
    println!("The server received: {request}");
    let length = FOUND.len();
    let stream = stream.get_mut();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n")?;
    write!(stream, "Connection: close\r\n\r\n{FOUND}")?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// Responds to a CONNECT request, and forwards all bytes between the client and the server.
fn tunnel(client: TcpStream, server: SocketAddr) -> io::Result<()> {
    // The client sends nothing before the response of the proxy, so the buffer contains nothing for the server.
    let request = head(&mut BufReader::new(&client))?;
    println!("The proxy received: {request}");
    let server = TcpStream::connect(server)?;
    (&client).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (from, to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || forward(&from, &to));
    forward(&server, &client)
}

fn forward(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}

/// Reads the head of a request, and returns its first line.
fn head(stream: &mut impl BufRead) -> io::Result<String> {
    let mut lines = stream.lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    Ok(first)
}
