// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that leave their function.

static char *latest;

void in_a_variable_of_the_file(struct page *page)
{
	char *address = kmap_local_page(page);

	latest = address + 1; /* found: address is kept in latest */
	work();
	kunmap_local(address);
}

void at_once(struct page *page)
{
	latest = kmap_local_page(page); /* found: the address is kept in latest */
}

void to_another_task(struct page *page)
{
	char *address = kmap_local_page(page);

	kthread_run(worker, address, "worker"); /* found: kthread_run() hands address */
	kunmap_local(address);
}

void left_in_a_structure(struct request *request, struct page *page)
{
	char *address = kmap_local_page(page);

	request->data = address; /* found: request->data still points */
	work();
	kunmap_local(address);
}
