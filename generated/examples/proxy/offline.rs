//! A proxy, and behind it a server with a certificate of an authority that was founded just now, so that the example
//! works without either. It is not needed to use the crate.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Where the API is. No resolver knows that name, so whoever gets there went through the proxy.
pub const URL: &str = "https://api.katapult.test";

const HOST: &str = "api.katapult.test";

const FOUND: &str = r#"{"data_centers": [{
    "id": "dc_25d48761871e4bf", "name": "Behind the proxy", "permalink": "behind-the-proxy",
    "country": {"id": "ctry_25d48761871e4bf", "name": "United Kingdom"}
}]}"#;

/// What runs. It ends with the process.
pub struct Offline {
    /// The URL of the proxy.
    pub proxy: String,
    /// The certificate of the authority that vouches for the server. Nobody else knows it, so nobody else vouches.
    pub pem: String,
}

/// Starts the server, and a proxy that leads there.
pub fn start() -> Result<Offline, Box<dyn Error>> {
    let (configuration, pem) = certified()?;
    let server = serve(move |stream| answer(stream, &configuration))?;
    let proxy = serve(move |stream| tunnel(stream, server))?;
    Ok(Offline { proxy: format!("http://{proxy}"), pem })
}

/// The settings of a server whose certificate is good for the API's name, and the certificate of who made it.
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

/// Listens, and does `work` with each connection. A connection that fails is nothing to the others.
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

/// The server: one response over TLS.
fn answer(stream: TcpStream, configuration: &Arc<ServerConfig>) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(configuration)).map_err(io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let request = head(&mut stream)?;
    println!("The server got: {request}");
    let length = FOUND.len();
    let stream = stream.get_mut();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n")?;
    write!(stream, "Connection: close\r\n\r\n{FOUND}")?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// What the proxy does: it connects the client with the server, and understands nothing of what they say.
fn tunnel(client: TcpStream, server: SocketAddr) -> io::Result<()> {
    // The client sends nothing before the response of the proxy, so the buffer contains nothing for the server.
    let request = head(&mut BufReader::new(&client))?;
    println!("The proxy got: {request}");
    let server = TcpStream::connect(server)?;
    (&client).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (from, to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || pour(&from, &to));
    pour(&server, &client)
}

fn pour(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
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
