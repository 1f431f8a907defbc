//! Security groups and address lists.

use katapult_api::{
    AddressListArguments, AddressListEntryArguments, Error, ErrorCode, NewAddressListArguments,
    NewAddressListEntryArguments, NewSecurityGroupArguments, NewSecurityGroupRuleArguments, SecurityGroup,
    SecurityGroupArguments, SecurityGroupRuleAction, SecurityGroupRuleArguments,
    SecurityGroupRuleDirection as Direction, SecurityGroupRuleProtocol as Protocol, address_list_entries,
    address_lists, security_group_rules, security_groups,
};
use katapult_fake::{Cloud, map};

use crate::shared::{acme, refuses};

async fn group(cloud: &Cloud, properties: NewSecurityGroupArguments) -> Result<SecurityGroup, Error> {
    let created = cloud.client().send(security_groups::create(acme(), properties)).await?;
    Ok(created.into_inner().security_group)
}

#[tokio::test]
async fn new_groups_block_everything() -> Result<(), Error> {
    let cloud = Cloud::start();
    let web = group(&cloud, NewSecurityGroupArguments::new("web")).await?;
    assert_eq!((web.allow_all_inbound, web.allow_all_outbound), (false, false));
    assert!(web.associations.is_empty());
    refuses(group(&cloud, NewSecurityGroupArguments::new(" ")).await, "Name can't be blank");
    Ok(())
}

#[tokio::test]
async fn refuses_rules_while_all_traffic_is_allowed() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let open = group(&cloud, NewSecurityGroupArguments::new("open").allow_all_inbound(true)).await?;
    let rule = |direction| NewSecurityGroupRuleArguments::new(direction, Protocol::Tcp).ports("443");
    refuses(
        client.send(security_group_rules::create(&open.id, rule(Direction::Inbound))).await,
        "Security group cannot have inbound rules while all inbound traffic is allowed",
    );
    let outbound = client.send(security_group_rules::create(&open.id, rule(Direction::Outbound))).await?;
    let turned = SecurityGroupRuleArguments::new().direction(Direction::Inbound);
    refuses(
        client.send(security_group_rules::update(&outbound.security_group_rule.id, turned)).await,
        "while all inbound traffic is allowed",
    );
    let closed = SecurityGroupArguments::new().allow_all_inbound(false).allow_all_outbound(true);
    client.send(security_groups::update(&open.id, closed)).await?;
    client.send(security_group_rules::create(&open.id, rule(Direction::Inbound))).await?;
    refuses(
        client.send(security_group_rules::create(&open.id, rule(Direction::Outbound))).await,
        "Security group cannot have outbound rules while all outbound traffic is allowed",
    );
    // The rule that was there can still be changed.
    let noted = SecurityGroupRuleArguments::new().notes("updates");
    client.send(security_group_rules::update(&outbound.security_group_rule.id, noted)).await?;
    Ok(())
}

#[tokio::test]
async fn refuses_ports_that_make_no_sense() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let web = group(&cloud, NewSecurityGroupArguments::new("web")).await?;
    let ping = || NewSecurityGroupRuleArguments::new(Direction::Inbound, Protocol::Icmp);
    let created = client.send(security_group_rules::create(&web.id, ping())).await?.into_inner().security_group_rule;
    assert_eq!(created.action, Some(SecurityGroupRuleAction::Allow));
    assert_eq!((created.ports, created.security_group.name.as_str()), (None, "web"));
    refuses(
        client.send(security_group_rules::create(&web.id, ping().ports("80"))).await,
        "Ports cannot be set with ICMP",
    );
    let tcp = |ports: &str| NewSecurityGroupRuleArguments::new(Direction::Inbound, Protocol::Tcp).ports(ports);
    for ports in ["80", "80,443", "2000-3000", "22, 8000-8080"] {
        client.send(security_group_rules::create(&web.id, tcp(ports))).await?;
    }
    for ports in ["0", "65536", "http", "3000-2000", "80,"] {
        refuses(client.send(security_group_rules::create(&web.id, tcp(ports))).await, "Ports is invalid");
    }
    let listed = client.send(security_group_rules::list(&web.id)).await?;
    assert_eq!(listed.security_group_rules.len(), 5);
    let with_ports = &listed.security_group_rules[1].id;
    let icmp = SecurityGroupRuleArguments::new().protocol(Protocol::Icmp);
    refuses(client.send(security_group_rules::update(with_ports, icmp)).await, "Ports cannot be set with ICMP");
    let icmp = SecurityGroupRuleArguments::new().protocol(Protocol::Icmp).clear_ports();
    client.send(security_group_rules::update(with_ports, icmp)).await?;
    client.send(security_groups::delete(&web.id)).await?;
    let gone = client.send(security_group_rules::get(&created.id)).await.expect_err("a deleted group");
    assert_eq!(gone.code(), Some(ErrorCode::SecurityGroupRuleNotFound));
    Ok(())
}

#[tokio::test]
async fn targets_and_associations_exist() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let (machine, list, other) = cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        let machine = store.create("VirtualMachine", map! { "name" => "web-1", "organization" => acme });
        let other = store.create("Organization", map! { "sub_domain" => "other" });
        let other = store.create("VirtualMachine", map! { "name" => "web-1", "organization" => other });
        let list = store.all("AddressList")[0];
        [machine, list, other].map(|object| store.get(object).id().to_owned()).into()
    });
    let associated = NewSecurityGroupArguments::new("web").associations([&*machine]);
    let web = group(&cloud, associated).await?;
    assert_eq!(web.associations, std::slice::from_ref(&machine));
    for unknown in [&*other, "vm_0000000000000000", &*list] {
        let wrong = NewSecurityGroupArguments::new("web").associations([unknown]);
        refuses(group(&cloud, wrong).await, &format!("Associations cannot include {unknown}"));
    }
    let from = |target: &str| NewSecurityGroupRuleArguments::new(Direction::Inbound, Protocol::Tcp).targets([target]);
    for target in [&*machine, &*list, "192.0.2.1", "192.0.2.0/24", "2001:db8::/32", "::"] {
        let rule = client.send(security_group_rules::create(&web.id, from(target))).await?;
        assert_eq!(rule.security_group_rule.targets, [target]);
    }
    for target in [&*other, "192.0.2.0/33", "somewhere", "192.0.2.0/+8", "2001:db8::/129"] {
        let refused = client.send(security_group_rules::create(&web.id, from(target))).await;
        refuses(refused, &format!("Targets cannot include {target}"));
    }
    // An object that was deleted is no longer associated.
    cloud.with_store(|store| {
        let machine = store.by_id(&machine).expect("a machine");
        store.remove(machine);
    });
    assert!(client.send(security_groups::get(&web.id)).await?.security_group.associations.is_empty());
    Ok(())
}

#[tokio::test]
async fn changes_address_lists_and_their_entries() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let created = client.send(address_lists::create(acme(), NewAddressListArguments::new("Offices"))).await?;
    let list = created.into_inner().address_list;
    assert!(!list.global && list.entries.is_empty());
    let entry = |address: &str| NewAddressListEntryArguments::new(address);
    let office = client.send(address_list_entries::create(&list.id, entry("192.0.2.0/24"))).await?;
    let office = office.into_inner().address_list_entry;
    assert_eq!(office.name, "");
    refuses(
        client.send(address_list_entries::create(&list.id, entry("192.0.2.0/24"))).await,
        "Address has already been taken",
    );
    refuses(client.send(address_list_entries::create(&list.id, entry("nowhere"))).await, "Address is invalid");
    let renamed = AddressListEntryArguments::new().name("London");
    client.send(address_list_entries::update(&office.id, renamed)).await?;
    let bulk = address_list_entries::bulk_change(&list.id);
    let bulk = bulk.adding([entry("198.51.100.7"), entry("192.0.2.0/24")]).removing([entry("192.0.2.0/24")]);
    client.send(bulk).await?;
    let shown = client.send(address_lists::get(&list.id)).await?.into_inner().address_list;
    let addresses: Vec<_> = shown.entries.iter().map(|entry| entry.address.as_str()).collect();
    assert_eq!(addresses, ["198.51.100.7", "192.0.2.0/24"]);
    let wrong = address_list_entries::bulk_change(&list.id).adding([entry("203.0.113.1"), entry("198.51.100.7")]);
    refuses(client.send(wrong).await, "Address has already been taken");
    assert_eq!(client.send(address_list_entries::list(&list.id)).await?.address_list_entries.len(), 2);
    client.send(address_lists::delete(&list.id)).await?;
    let gone = client.send(address_list_entries::get(&shown.entries[0].id)).await.expect_err("a deleted list");
    assert_eq!(gone.code(), Some(ErrorCode::AddressListEntryNotFound));
    Ok(())
}

#[tokio::test]
async fn global_address_lists_belong_to_the_provider() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    client.send(address_lists::create(acme(), NewAddressListArguments::new("Offices"))).await?;
    let global = client.send(address_lists::list_global()).await?.into_inner().address_lists;
    assert!(global.len() > 3 && global.iter().all(|list| list.global));
    assert_eq!(client.send(address_lists::list(acme())).await?.address_lists.len(), 1);
    let renamed = address_lists::update(&global[0].id, AddressListArguments::new().name("Mine"));
    let refused = client.send(renamed).await.expect_err("a global list");
    assert_eq!(refused.code(), Some(ErrorCode::PermissionDenied));
    let added = address_list_entries::create(&global[0].id, NewAddressListEntryArguments::new("192.0.2.1"));
    let refused = client.send(added).await.expect_err("a global list");
    assert_eq!(refused.code(), Some(ErrorCode::PermissionDenied));
    Ok(())
}
